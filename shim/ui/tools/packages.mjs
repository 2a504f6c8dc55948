// Installs the packages of package-lock.json into this directory: node tools/packages.mjs [npm ci option…]
// Behind a proxy whose certificate this machine does not know, the registry cannot be told from an impostor. What is
// installed can: every package must have the sha512 of the lock file. So, and only so, it is fetched all the same,
// without any credentials.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const untrusted = /SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|DEPTH_ZERO_SELF_SIGNED/;
const withoutCredentials = ["--strict-ssl=false", "--userconfig=/dev/null", "--globalconfig=/dev/null/none"];

function npmCi(options) {
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...options];
  const { status, error, stdout, stderr } = spawnSync("npm", args, { encoding: "utf8" });
  return { done: status === 0, said: error ? String(error) : stdout + stderr };
}

function everyPackageIsPinned() {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  return Object.entries(packages).every(([path, entry]) => path === "" || entry.integrity?.startsWith("sha512-"));
}

const options = process.argv.slice(2);
let result = npmCi(options);
if (!result.done && untrusted.test(result.said) && everyPackageIsPinned()) {
  console.error("npm: the registry's certificate is not trusted here; fetching by the sha512 sums of package-lock.json");
  result = npmCi([...options, ...withoutCredentials]);
}
if (!result.done) {
  console.error(result.said);
  process.exit(1);
}
