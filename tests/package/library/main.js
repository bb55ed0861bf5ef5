import { configure, fetchWithAuth } from "fetch-with-auth";
import { itemsInCart } from "widget";

console.log(configure, fetchWithAuth, itemsInCart);
