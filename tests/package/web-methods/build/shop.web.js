import { price } from "./prices.js";

export const restock = async (id) => `SECRET-OF-A-MODULE ${id} ${price}`;
