// Bundles every tests/*.test.ts and runs them under node's own test runner: node tools/test.mjs <directory with tests/>
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = process.argv[2];
const bundles = join(root, "tests-bundled");
const tests = readdirSync(join(root, "tests")).filter((name) => name.endsWith(".test.ts"));

rmSync(bundles, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: tests.map((name) => `tests/${name}`),
  outdir: bundles,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node18",
  sourcemap: "inline",
  preserveSymlinks: true,
  logLevel: "warning",
});
const files = tests.map((name) => join(bundles, name.replace(/\.ts$/, ".mjs")));
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files], { cwd: root, stdio: "inherit" });
process.exit(run.status ?? 1);
