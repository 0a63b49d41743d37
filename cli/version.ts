// The package's version, read from its package.json.
import { existsSync, readFileSync } from "node:fs";

/** The version of the installed package, e.g. `0.1.0`. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("package.json", packageRoot()), "utf8"));
  return String(Reflect.get(Object(manifest), "version"));
}

/** The folder that holds package.json, whether the source or the build runs. */
export function packageRoot(): URL {
  const beside = new URL("../", import.meta.url);
  return existsSync(new URL("package.json", beside)) ? beside : new URL("../", beside);
}
