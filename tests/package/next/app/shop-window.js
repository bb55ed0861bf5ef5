"use client";

import { useEffect } from "react";
import { configure, fetchWithAuth } from "fetch-with-auth";
import { shop } from "../shop.js";
import { show } from "../show.js";

// The browser shops by itself, and asks the server to shop too; both must say the same.
async function both(api) {
  const here = await shop(api, (options) => (configure(options), fetchWithAuth));
  const there = await (await fetch(`/server?api=${encodeURIComponent(api)}`)).text();
  return here === there ? here : `browser: ${here}; server: ${there}`;
}

export default function ShopWindow() {
  useEffect(() => {
    show(both);
  }, []);
  return <p id="result">…</p>;
}
