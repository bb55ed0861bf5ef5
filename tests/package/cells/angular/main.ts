import { Component, provideZonelessChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { configure, fetchWithAuth, getTokenInfo } from "fetch-with-auth";
import { shop } from "../shop.js";
import { show } from "../show.js";

@Component({ selector: "shop-session", template: "" })
class Session {
  constructor() {
    show(async (api: string) => {
      const said = await shop(api, (options: Parameters<typeof configure>[0]) => (configure(options), fetchWithAuth));
      const { subjectType } = await getTokenInfo();
      return `${said}, ${subjectType}`;
    });
  }
}

bootstrapApplication(Session, { providers: [provideZonelessChangeDetection()] });
