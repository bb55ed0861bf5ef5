// The cookie as a place for the record: texts in, texts out, and in between what Wix' own code may do.
import { wixSession } from "./wix-session.js";

export async function checks(cookie) {
  for (const [sentence, check] of Object.entries(sentences)) {
    wixSession.clear();
    try {
      await check(cookie("client"), cookie);
    } catch (error) {
      throw new Error(`${sentence}: ${error.message}`);
    }
  }
}

/** The attributes with which a cookie is written meanwhile, each time. */
async function attributesOf(act) {
  const written = [];
  const { get, set: write } = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
  Object.defineProperty(document, "cookie", { configurable: true, get, set(text) { written.push(text); write.call(document, text); } });
  await act();
  delete document.cookie;
  return written.map((text) => text.split("; ").slice(1));
}

const ATTRIBUTES = ["Path=/", "SameSite=Lax", ...(location.protocol === "https:" ? ["Secure"] : [])];

const sentences = {
  async "every record comes back as it was stored"(place) {
    let seen = "";
    for (const next of [
      record(1, "visitor", set("a1", "r1", 100, 14500)),
      record(2, "visitor", set("a2", "", 100, 14500)),
      record(3, "member", set("m1", "q1", 200, 14600)),
      record(4, "member", set("m2", "q2", 300, 14700), set("a1", "r1", 100, 14500)),
      record(5, "member", set("m2", "", 300, 14700), set("a1", "", 100, 14500)),
      record(6, "expired", set("a1", "r1", 100, 14500)),
      record(7, "expired"),
      record(8, "empty"),
    ]) {
      same(await place.exchange(seen, next), true);
      same(await place.load(), next);
      seen = next;
    }
  },
  async "every record that the module writes comes back to the letter"(place) {
    const records = await (await fetch("./records.json")).json();
    if (records.length < 7) throw new Error("there are more");
    let seen = "";
    for (const next of records) {
      same(await place.exchange(seen, next), true);
      same(await place.load(), next);
      seen = next;
    }
  },
  async "Wix' own code reads what we store"(place) {
    await place.exchange("", record(1, "member", set("m1", "q1", 200, 14600), set("a1", "r1", 100, 14500)));
    const { clientId, tokens } = wixSession.read();
    same({ clientId, tokens }, { clientId: "client", tokens: tokensOf("m1", 14600, "q1", "member") });
    await place.exchange(await place.load(), record(2, "empty"));
    same(wixSession.read().tokens, tokensOf("", 0, "", "none"));
  },
  async "nothing and garbage are empty"(place) {
    same(await place.load(), "");
    for (const text of ["", "%", "{", "null", "7", '"text"', "[]", "{}", '{"tokens":7}', encodeURIComponent('{"tokens":{"accessToken":"a b"}}')]) {
      wixSession.put(text);
      same(await place.load(), "");
    }
  },
  async "another client's cookie is neither read nor written, and forbidden"(place) {
    for (const clientId of ["another", "", null, 7]) {
      wixSession.write({ clientId, tokens: tokensOf("a1", 14500, "r1", "visitor") });
      const raw = wixSession.raw();
      for (const use of [() => place.load(), () => place.exchange("", record(1, "visitor", set("a2", "r2", 100, 14500)))]) {
        const error = await use().then(() => "nothing", (thrown) => thrown);
        same([error.name, error.message], ["SecurityError", `The cookie wixSession belongs to another client ID: ${clientId}`]);
      }
      same(wixSession.raw(), raw);
    }
  },
  async "what is written is for this site and all its paths, and for https if the page is"(place) {
    same(await attributesOf(() => place.exchange("", record(1, "empty"))), [ATTRIBUTES]);
  },
  async "a cookie of a server is kept for as long as that has said, however often the page writes it"(place) {
    const tokens = tokensOf("a1", 14500, "r1", "visitor");
    for (const [maxAge, further] of [[3600, ["Max-Age=3600"]], ["1; Domain=evil.example", []], [undefined, []]]) {
      wixSession.write({ clientId: "client", tokens, fetchWithAuth: { maxAge } });
      for (const next of [record(2, "visitor", set("a2", "r2", 100, 14500)), record(3, "empty")]) {
        same(await attributesOf(async () => place.exchange(await place.load(), next)), [[...ATTRIBUTES, ...further]]);
        same(await place.load(), next);
      }
    }
  },
  async "its other known shapes are read too"(place) {
    const tokens = tokensOf("a1", 14500, "r1", "visitor");
    wixSession.write({ clientId: "client", tokens });
    const text = await place.load();
    same(text.split("\n").slice(2, -1), ["visitor", "a1", "r1", "0", "14500"]);
    for (const write of [() => wixSession.write(tokens), () => wixSession.write({ tokens }), () => wixSession.put(JSON.stringify({ tokens, clientId: "client" }))]) {
      write();
      same(await place.load(), text);
    }
  },
  async "times in milliseconds, as some projects keep them, are read as seconds"(place) {
    for (const [expiresAt, seconds] of [[1_800_000_000_123, "1800000000"], [1_800_000_000, "1800000000"]]) {
      const tokens = tokensOf("a1", expiresAt, "r1", "visitor");
      for (const content of [{ clientId: "client", tokens }, { tokens }, tokens]) {
        wixSession.write(content);
        same((await place.load()).split("\n").slice(2, -1), ["visitor", "a1", "r1", "0", seconds]);
      }
    }
  },
  async "what somebody else wrote counts as a change, the same for everybody who reads it"(place, cookie) {
    const ours = record(5, "visitor", set("a1", "r1", 100, 14500));
    await place.exchange("", ours);
    wixSession.write({ clientId: "client", tokens: tokensOf("m1", 28900, "q1", "member") });
    same(await place.exchange(ours, record(6, "visitor", set("a2", "r1", 100, 14500))), false);
    const text = await place.load();
    same(text, await cookie("client").load());
    same(text.split("\n").slice(2, -1), ["member", "m1", "q1", "0", "28900"]);
    if (Number(text.split("\n")[1]) <= 5) throw new Error("it is not newer");
    same(await place.exchange(text, record(7, "empty")), true);
  },
  async "other tokens than ours beside what is ours count as a change too"(place) {
    await place.exchange("", record(5, "member", set("m1", "q1", 100, 14500), set("a1", "r1", 50, 14450)));
    wixSession.write({ ...wixSession.read(), tokens: tokensOf("m2", 14500, "q1", "member") });
    const [, generation, ...rest] = (await place.load()).split("\n");
    same(rest, ["member", "m2", "q1", "0", "14500", "7", "a1", "r1", "50", "14450", "7"]);
    if (Number(generation) <= 5) throw new Error("it is not newer");
  },
  async "a change by somebody else within a second is a change"(place) {
    const texts = new Set();
    for (const value of ["a1", "a2", "a3"]) {
      wixSession.write({ clientId: "client", tokens: tokensOf(value, 14500, "r1", "visitor") });
      texts.add((await place.load()).split("\n")[1]);
    }
    same(texts.size, 3);
  },
  async "an end that is missing or no number is past"(place) {
    for (const expiresAt of [null, undefined, "soon", -5, Infinity]) {
      wixSession.write({ clientId: "client", tokens: tokensOf("a1", expiresAt, "r1", "visitor") });
      same((await place.load()).split("\n").slice(2, -1), ["visitor", "a1", "r1", "0", "0"]);
    }
  },
  async "without an access token the refresh token counts"(place) {
    wixSession.write({ clientId: "client", tokens: { refreshToken: { value: "q1", role: "member" } } });
    const text = await place.load();
    same(text.split("\n").slice(2, -1), ["member", "-", "q1", "0", "0"]);
    await place.exchange(text, text);
    same(wixSession.read().tokens, tokensOf("", 0, "q1", "member"));
  },
  async "that a member must sign in again is not lost with what is ours"(place) {
    await place.exchange("", record(5, "expired", set("a1", "r1", 50, 14450)));
    const { clientId, tokens } = wixSession.read();
    wixSession.write({ clientId, tokens });
    same((await place.load()).split("\n")[2], "expired");
  },
  async "it stays a cookie, whatever it costs the visitor beside a member"(place) {
    const long = (letter, length) => letter.repeat(length);
    const member = set(long("m", 900), long("q", 700), 100, 14500);
    await place.exchange("", record(1, "member", member, set(long("a", 900), long("r", 700), 50, 14450)));
    fits();
    same((await place.load()).split("\n").slice(8).map((line) => line[0]), ["a", "r", "5", "1", "7"]);
    await place.exchange(await place.load(), record(2, "member", member, set(long("a", 1400), long("r", 700), 50, 14450)));
    fits();
    same((await place.load()).split("\n").slice(8), ["-", long("r", 700), "0", "0", "7"]);
    await place.exchange(await place.load(), record(3, "member", member, set(long("a", 1400), long("r", 2100), 50, 14450)));
    fits();
    same((await place.load()).split("\n").length, 8);
    const before = wixSession.raw();
    const failed = await place.exchange(await place.load(), record(4, "visitor", set(long("a", 4000), "r", 50, 14450))).catch(({ message }) => message);
    same(failed, "The tokens are too long for a cookie");
    same(wixSession.raw(), before);
  },
  async "of two exchanges one wins"(place, cookie) {
    const one = place.exchange("", record(1, "visitor", set("a1", "r1", 100, 14500)));
    const other = cookie("client").exchange("", record(1, "visitor", set("a2", "r2", 100, 14500)));
    same([await one, await other], [true, false]);
  },
  async "where cookies are off there is no place"(place) {
    Object.defineProperty(document, "cookie", { configurable: true, get: () => "", set() {} });
    const failed = await place.exchange("", record(1, "empty")).catch(({ message }) => message);
    delete document.cookie;
    same(failed, "The cookie wixSession could not be written");
  },
};

// The number says whose they are.
const record = (generation, state, ...sets) => ["fetch-with-auth 2", generation, state, ...(state === "expired" ? [9] : []), ...sets.flat()].join("\n");
const set = (...lines) => [...lines, 7];
const tokensOf = (access, expiresAt, refresh, role) => ({ accessToken: { value: access, expiresAt }, refreshToken: { value: refresh, role } });

function fits() {
  const length = `wixSession=${wixSession.raw()}; Path=/; SameSite=Lax`.length;
  if (length >= 4096) throw new Error(`${length} bytes`);
}

function same(found, wanted) {
  const [is, should] = [found, wanted].map((value) => JSON.stringify(value));
  if (is !== should) throw new Error(`expected ${should}, and found ${is}`);
}
