// Next's cookies of the current request.
let current = new Map();

export const cookies = async () => ({ get: (name) => current.has(name) ? { name, value: current.get(name) } : undefined });

export const setCookies = (cookies) => current = cookies;
