// The cookie as Wix' own code handles it.

export const wixSession = {
  raw: () => document.cookie.split("; ").find((pair) => pair.startsWith("wixSession="))?.slice(11),
  read: () => JSON.parse(decodeURIComponent(wixSession.raw())),
  write: (value) => wixSession.put(encodeURIComponent(JSON.stringify(value))),
  put: (text) => {
    document.cookie = `wixSession=${text}; Path=/`;
  },
  clear: () => {
    document.cookie = "wixSession=; Path=/; Max-Age=0";
  },
};
