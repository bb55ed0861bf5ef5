// A library for apps: its calls are signed with the session of the app.
import { defaultAuth, fetchWithAuth } from "fetch-with-auth";

export const authOfLibrary = defaultAuth;

export const itemsInCart = () => fetchWithAuth("https://www.wixapis.com/ecom/v1/carts/current");
