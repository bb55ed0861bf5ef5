"use client";

import { configure } from "fetch-with-auth";
import { useEffect } from "react";

import { showPage } from "../rendered/page.js";

export function Shop() {
  useEffect(() => {
    showPage(configure);
  }, []);
  return (
    <>
      <p>The page: <output id="page-state"></output>, <output id="page-cart"></output></p>
      <button id="add">Add</button>
    </>
  );
}
