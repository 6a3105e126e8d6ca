import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterEach, describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../../..");
const keytar = path.dirname(createRequire(import.meta.url).resolve("keytar/package.json"));

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Works on the folder of the prebuilt libraries, where each has a folder named after its platform. */
type Change = (prebuilds: string) => void;

const nothing: Change = () => {};
const gone: Change = (prebuilds) => rmSync(path.join(prebuilds, "linux-x64"), { recursive: true });
const broken: Change = (prebuilds) => writeFileSync(path.join(prebuilds, "linux-x64/keytar.node"), "no library");
const withoutLibsecret: Change = (prebuilds) => {
  for (const name of ["linux-x64", "linuxmusl-x64"]) {
    const file = path.join(prebuilds, name, "keytar.node");
    const text = readFileSync(file, "latin1").replaceAll("libsecret-1.so.0", "libsecret-x.so.0");
    writeFileSync(file, text, "latin1");
  }
};
const onlyFor32BitArm: Change = (prebuilds) => {
  rmSync(path.join(prebuilds, "linux-armv7l"), { recursive: true });
  renameSync(path.join(prebuilds, "linux-x64"), path.join(prebuilds, "linux-armv7l"));
};

describe.runIf(process.platform === "linux" && process.arch === "x64")("the bundle of the keychain", () => {
  test("finds keytar beside it", async () => {
    expect(await loaded(nothing)).toEqual({ methods: ["deletePassword", "getPassword", "setPassword"] });
  });

  test("says that libsecret is missing", async () => {
    const detail = expect.stringContaining("libsecret-x.so.0: cannot open shared object file");
    expect(await loaded(withoutLibsecret)).toEqual({ reason: "missing", remedy: "installLibsecret", detail });
  });

  test("says that there is no library for the platform", async () => {
    const detail = expect.stringContaining("The keychain library for linux-x64 does not load: Cannot find module");
    expect(await loaded(gone)).toEqual({ reason: "missing", remedy: "useSupportedPlatform", detail });
  });

  test("says why a library does not load", async () => {
    const detail = expect.stringContaining("file too short");
    expect(await loaded(broken)).toEqual({ reason: "missing", remedy: "useSupportedPlatform", detail });
  });

  test("takes the library for 32-bit ARM that is one", async () => {
    expect(await loaded(onlyFor32BitArm, "arm")).toHaveProperty("methods");
  });
});

/** Loads keytar from a bundle as the extension ships it, beside a keytar with that change, in a process of its own. */
async function loaded(change: Change, arch = "x64"): Promise<unknown> {
  const folder = mkdtempSync(path.join(tmpdir(), "keytar-"));
  folders.push(folder);
  const modules = path.join(folder, "node_modules");
  mkdirSync(modules);
  cpSync(keytar, path.join(modules, "keytar"), { recursive: true });
  change(path.join(modules, "keytar", "prebuilds"));
  const outfile = path.join(folder, "dist", "loadKeytar.cjs");
  await build({
    absWorkingDir: root,
    entryPoints: ["src/credentials/loadKeytar.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["keytar"],
    logLevel: "warning",
  });
  const script = `
    const methods = (keytar) => ["deletePassword", "getPassword", "setPassword"].filter((name) => name in keytar);
    require(${JSON.stringify(outfile)}).loadKeytar({ platform: "linux", arch: ${JSON.stringify(arch)} }).then(
      (keytar) => console.log(JSON.stringify({ methods: methods(keytar) })),
      ({ reason, remedy, detail }) => console.log(JSON.stringify({ reason, remedy, detail })),
    );`;
  const env = { ...process.env, NODE_OPTIONS: "" };
  return JSON.parse((await promisify(execFile)(process.execPath, ["--eval", script], { env })).stdout);
}
