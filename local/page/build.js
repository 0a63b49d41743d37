// The page's sources -> the files a browser takes, and the module that draws the page's first HTML on the server, by Vite.
//
//     NODE_ENV=production node local/page/build.js <folder>
//
// Used by whoever packs the project, and by a clone that serves its own sources; it is a program of its own because
// Vite asks the environment what it builds for. In the folder, which is empty or not there yet: `index.html` and
// `login.html`, which the server fills in; what they load; and `render/render.js`, which exports `render`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const sources = dirname(fileURLToPath(import.meta.url));
const [, , into] = process.argv;
if (into === undefined) throw new Error("say where to: node local/page/build.js <folder>");

const shared = { configFile: false, root: sources, logLevel: "error" };
await build({
  ...shared,
  base: "/page/",
  publicDir: join(sources, "public"),
  build: {
    outDir: into,
    emptyOutDir: false,
    // What every browser of the last two years reads.
    target: "es2023",
    modulePreload: { polyfill: false },
    // A picture inside a stylesheet would be an address that the page may not load from.
    assetsInlineLimit: 0,
    rolldownOptions: { input: [join(sources, "index.html"), join(sources, "login.html")] },
  },
});
// Pressed once here rather than for every reader.
const assets = join(into, "assets");
for (const name of readdirSync(assets))
  writeFileSync(join(assets, `${name}.gz`), gzipSync(readFileSync(join(assets, name)), { level: 9 }));
await build({
  ...shared,
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: join(sources, "render.tsx"),
    outDir: join(into, "render"),
    emptyOutDir: false,
    target: "node20",
    minify: true,
    rolldownOptions: { output: { entryFileNames: "render.js" } },
  },
});
