// Calls of a page.
import { httpClient, webMethods } from "fetch-with-auth"; // httpClient was of "@wix/essentials"

export async function showBrand(baseApiUrl, slug) {
  const response = await httpClient.fetchWithAuth(`${baseApiUrl}/brands?slug=${slug}`);
  const { brandBySlug } = webMethods(`${baseApiUrl}/methods/brands`);
  return [await response.json(), await brandBySlug(slug)];
}
