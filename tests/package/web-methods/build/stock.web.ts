// Nobody could resolve the second of these.
import { price } from "./prices.js";
import warehouse from "only-the-server-has-this";

export interface Item {
  id: string;
}

export const label = async (item: Item): Promise<string> => `SECRET-OF-A-MODULE ${item.id} ${price} ${warehouse}`;
