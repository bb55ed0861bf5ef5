// What is late comes while the page is shown already.
export const load = ({ fetch }) => ({ late: fetch("/api/cart").then((response) => response.json()) });
