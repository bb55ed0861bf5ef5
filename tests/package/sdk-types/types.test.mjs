// The SDK's own types beside ours, read by the compilers of today, with nothing skipped.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import ts from "typescript-5";

const SETTINGS = {
  bundler: "--module esnext --moduleResolution bundler",
  nodenext: "--module nodenext --moduleResolution nodenext",
  loose: "--exactOptionalPropertyTypes false",
};
// The older compiler is slow.
const COMPILERS = {
  "typescript": [["bundler"], ["nodenext"], ["bundler", "loose"], ["nodenext", "loose"]],
  "typescript-5": [["bundler"], ["nodenext", "loose"]],
};

for (const [compiler, all] of Object.entries(COMPILERS)) {
  for (const names of all) {
    test(`Ours fit the SDK's types in both directions: ${compiler}, ${names.join(", ")}`, () => {
      const words = names.flatMap((name) => SETTINGS[name].split(" "));
      const { status, stdout } = spawnSync(process.execPath, [`node_modules/${compiler}/bin/tsc`, "--project", "tsconfig.json", ...words], { encoding: "utf8" });
      assert.equal(stdout, "");
      assert.equal(status, 0);
    });
  }
}

const { options } = ts.parseJsonConfigFileContent({ ...JSON.parse(readFileSync("tsconfig.json", "utf8")), include: [] }, ts.sys, ".");
// Without exactness less of ours takes more than the SDK's, so that more is noticed.
Object.assign(options, { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, exactOptionalPropertyTypes: false });

// What is not changed is read and parsed once.
const parsed = new Map();
const comparison = (change) => {
  const host = ts.createCompilerHost(options);
  host.getSourceFile = (path, version) => {
    const text = change(path, host.readFile(path));
    const key = `${path}\n${text}`;
    if (text !== undefined && !parsed.has(key)) parsed.set(key, ts.createSourceFile(path, text, version));
    return parsed.get(key);
  };
  return ts.createProgram([resolve("comparison.ts")], options, host);
};

/** The errors of the comparison, where the texts of others are changed before they are read. */
const errorsOf = (change) => {
  const program = comparison(change);
  const file = program.getSourceFile(resolve("comparison.ts"));
  return program.getSemanticDiagnostics(file).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
};

const STRATEGY = "node_modules/@wix/sdk/build/auth/oauth2/types.d.ts";
const CHANGES = {
  "A member that the SDK adds": ["    shouldUseCDN: true;", "    shouldUseCDN: true;\n    refreshAll: () => Promise<void>;"],
  "A parameter that the SDK adds": ["logout: (originalUrl: string)", "logout: (originalUrl: string, everywhere?: boolean)"],
  "A parameter that the SDK makes narrower": ["setTokens: (tokens: Tokens)", "setTokens: (tokens: Tokens & { scope: string })"],
  "A result that the SDK makes wider": ["getTokens: () => Tokens;", "getTokens: () => Tokens | undefined;"],
  "A result to which the SDK adds": ["loggedIn: () => boolean;", "loggedIn: () => true;"],
  "A state that the SDK adds": ["export type StateMachine = InitialState", "export type StateMachine = { loginState: 'MFA' } | InitialState"],
  "An error code that the SDK adds": ["'resetPassword' |", "'resetPassword' | 'throttled' |"],
  "An option of a login that the SDK adds": ["    password: string;\n", "    password: string;\n    rememberMe?: boolean;\n"],
  "An option of the login page that the SDK adds": ["        idp?: IdentityProvider;", "        idp?: IdentityProvider;\n        hint?: string;"],
};

test("What is compared is what the SDK declares today", () => {
  assert.deepEqual(errorsOf((_, text) => text), []);
});

for (const [what, [before, after]] of Object.entries(CHANGES)) {
  test(`${what} is noticed`, () => {
    let isChanged = false;
    const errors = errorsOf((path, text) => {
      if (!path.endsWith(STRATEGY)) return text;
      isChanged ||= text.includes(before);
      return text.replace(before, after);
    });
    assert.ok(isChanged);
    assert.notDeepEqual(errors, []);
  });
}

test("Every name that the SDK exports with its OAuthStrategy is exported by ours", () => {
  const program = comparison((_, text) => text);
  const checker = program.getTypeChecker();
  const exportsOf = (path) => {
    const file = program.getSourceFiles().find(({ fileName }) => fileName.endsWith(path));
    return checker.getExportsOfModule(checker.getSymbolAtLocation(file)).map(({ name }) => name);
  };
  const theirs = ["OAuthStrategy", "types", "token-storage"].flatMap((module) => exportsOf(`node_modules/@wix/sdk/build/auth/oauth2/${module}.d.ts`));
  const ours = exportsOf("node_modules/fetch-with-auth/wix-sdk.d.ts");
  assert.ok(theirs.length > 20);
  // The body of a token response is no part of the strategy.
  assert.deepEqual(theirs.filter((name) => !ours.includes(name)), ["TokenResponse"]);
});
