export default { test: { include: ["with-vitest/*.spec.ts"], root: ".", pool: "threads" } };
