// What the fixtures use of Next, which itself is as large as everything else here together.
declare module "next/headers" {
  interface Cookies {
    get(name: string): { name: string; value: string } | undefined;
    set(name: string, value: string, options?: { maxAge?: number }): void;
    delete(name: string): void;
  }
  export function cookies(): Promise<Cookies>;
}
