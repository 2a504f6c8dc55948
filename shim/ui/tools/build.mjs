// Bundles the page and writes it as C++ bytes: node build.mjs <directory with src/> <assets.cpp>
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { assetsCpp } from "./assets_cpp.mjs";

const [root, output] = process.argv.slice(2);
const types = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

async function bundle() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { app: "src/main.tsx" },
    outdir: "out",
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    preserveSymlinks: true,
    legalComments: "none",
    logLevel: "warning",
  });
  return outputFiles.map(({ path, contents }) => ({ name: path.split("/").at(-1), bytes: contents }));
}

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 12);
const kind = (name) => name.split(".").at(-1);

/** The file under a name that changes with its content, so that a browser may keep it for ever. */
function hashed({ name, bytes }) {
  return { name, path: `/${name.replace(".", `-${digest(bytes)}.`)}`, bytes };
}

function page(files) {
  const text = files.reduce(
    (html, { name, path }) => html.replace(`{{${name}}}`, path.slice(1)), // beside the page, wherever a proxy put it
    readFileSync(join(root, "src/index.html"), "utf8"),
  );
  if (text.includes("{{")) throw new Error("index.html names a file that the bundle does not have");
  return { name: "index.html", path: "/", bytes: Buffer.from(text) };
}

const icon = { name: "icon.svg", bytes: readFileSync(join(root, "src/icon.svg")) };
const files = [...(await bundle()), icon].map(hashed);
const assets = [page(files), ...files].map(({ name, path, bytes }) => ({
  path,
  contentType: types[kind(name)],
  etag: `"${digest(bytes)}"`,
  gzip: gzipSync(bytes, { level: 9 }),
}));
writeFileSync(output, assetsCpp(assets));
for (const { path, gzip } of assets) console.log(`${path} ${gzip.length} bytes`);
