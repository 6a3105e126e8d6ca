import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inflateRawSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../../scripts/toolchain.mjs";
import { vsixParts } from "../../../scripts/vsixParts.mjs";
import { canary as faultCanary } from "../../faults/canary.ts";
import { canary as fuzzCanary } from "../../fuzz/expectNoCanary.ts";
import { filesBelow } from "../../support/filesBelow.ts";
import { secretTraces } from "../../support/secretTraces.ts";
import { canary as sourceCanary } from "../credentials/SourceHome.ts";

const folder = path.join(root, ".cache", `package-test-${process.pid}`);
const places = [path.join(folder, "one"), path.join(folder, "another place", "with spaces")];

/** Packs a copy of this checkout, whose files have times of their own, and gives the archive. */
function packIn(place: string, time: number, umask: string): Buffer {
  mkdirSync(place, { recursive: true });
  const list = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: root, encoding: "utf8" });
  for (const file of list.split("\0").filter((name) => name !== "")) {
    cpSync(path.join(root, file), path.join(place, file));
    utimesSync(path.join(place, file), time, time);
  }
  // Linked where the file system can: a copy would be 300 MB.
  execFileSync("sh", ["-c", 'cp -al "$1" "$2" || cp -a "$1" "$2"', "-", path.join(root, "node_modules"), place]);
  const command = `umask ${umask}; exec "$0" scripts/package.mjs`;
  execFileSync("sh", ["-c", command, process.execPath], { cwd: place, stdio: "pipe" });
  const [file = ""] = readdirSync(place).filter((name) => name.endsWith(".vsix"));
  return readFileSync(path.join(place, file));
}

/** The files of a zip archive by their names. */
function filesOf(zip: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let place = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameEnd = place + 46 + zip.readUInt16LE(place + 28);
    const local = zip.readUInt32LE(place + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + zip.readUInt32LE(place + 20));
    const isDeflated = zip.readUInt16LE(place + 10) === 8;
    files.set(zip.toString("utf8", place + 46, nameEnd), isDeflated ? inflateRawSync(bytes) : bytes);
    place = nameEnd + zip.readUInt16LE(place + 30) + zip.readUInt16LE(place + 32);
  }
  return files;
}

let archives: readonly Buffer[];
let files: ReadonlyMap<string, Buffer>;

beforeAll(() => {
  archives = [packIn(places[0] ?? "", 1_600_000_000, "022"), packIn(places[1] ?? "", 1_700_000_001, "007")];
  files = filesOf(archives[0] ?? Buffer.alloc(0));
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }), 180_000);

it("packs the same bytes in another folder, at another time, by someone with another umask", () => {
  expect(archives[0]?.equals(archives[1] ?? Buffer.alloc(0))).toBe(true);
});

it("ships the bundles, the manifest, texts and the keychain module, and nothing else", () => {
  const kinds = [
    /^(\[Content_Types\]\.xml|extension\.vsixmanifest)$/,
    /^extension\/(package(\.nls(\.zh-cn)?)?\.json|readme\.md|changelog\.md|LICENSE\.txt|ThirdPartyNotices\.txt)$/,
    /^extension\/dist\/\w+\.cjs$/,
    /^extension\/dist\/(web-tree-sitter|tree-sitter-terraform)\.wasm$/,
    /^extension\/l10n\/bundle\.l10n\.zh-cn\.json$/,
    /^extension\/media\/(icon\.png|activity-bar\.svg|(page|plan|results|details)\.(js|css)|walkthrough\/[\w.-]+\.svg)$/,
    /^extension\/node_modules\/keytar\/(package\.json|LICENSE\.md|lib\/keytar\.js|prebuilds\/[\w-]+\/\S+\.node)$/,
  ];
  expect([...files.keys()].filter((name) => !kinds.some((kind) => kind.test(name)))).toEqual([]);
});

it("is small: under a million bytes", () => {
  expect(archives[0]?.length).toBeLessThan(1_000_000);
});

it("is accounted for to the last byte, and has no part that is empty", () => {
  const rows = vsixParts(archives[0] ?? Buffer.alloc(0));
  expect(rows.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(archives[0]?.length);
  expect(rows.reduce((sum, row) => sum + row.files, 0)).toBe(files.size);
  expect(rows.filter(({ bytes }) => bytes === 0)).toEqual([]);
});

it("shows a README whose pictures and links lead somewhere", () => {
  const addresses = [...String(files.get("extension/readme.md")).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to);
  expect(addresses.length).toBeGreaterThan(0);
  expect(addresses.filter((to) => !/^(https:\/\/|#)/.test(to ?? ""))).toEqual([]);
});

it("carries the notices of what reads documents", () => {
  const notices = String(files.get("extension/ThirdPartyNotices.txt"));
  for (const name of ["web-tree-sitter", "@tree-sitter-grammars/tree-sitter-hcl", "yaml", "jsonc-parser"]) {
    expect(notices).toMatch(new RegExp(`^${name} \\d`, "m"));
  }
});

it("names no folder of the machine it was packed on, and holds no key", () => {
  const own = [root, ...places, "/home/", "/root/"];
  const leaks = [...files].flatMap(([name, bytes]) =>
    name.includes("prebuilds") ? [] : own.filter((text) => bytes.includes(text)).map((text) => `${text} in ${name}`),
  );
  expect(leaks).toEqual([]);
  expect([...files.values()].join()).not.toMatch(/\b(LTAI|STS\.N)[A-Za-z0-9]{12}/);
});

it("holds no secret that a test has used, in whatever form", () => {
  const unpacked = path.join(folder, "unpacked");
  for (const [name, bytes] of files) {
    const file = path.join(unpacked, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  expect(filesBelow(unpacked)).toHaveLength(files.size);
  expect(secretTraces(unpacked, [fuzzCanary, sourceCanary, ...Object.values(faultCanary)])).toEqual([]);
});

it("has a notice with a licence text for every production dependency in a bundle, and bundles no other", () => {
  const notices = String(files.get("extension/ThirdPartyNotices.txt"))
    .split(`\n\n${"-".repeat(80)}\n\n`)
    .slice(1);
  const lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
  for (const notice of notices) {
    const [, name = ""] = /^(\S+) \S+ \((?:MIT|ISC|Apache-2\.0|BlueOak-1\.0\.0)\)\n\n\S/.exec(notice) ?? [];
    const folderName = name === "@github/keytar" ? "keytar" : name;
    const entry = lock.packages[`node_modules/${folderName}`];
    // Of the grammar, only its WebAssembly ships: what it brings along for Node is a tool of the development.
    const isTool = entry?.dev && name !== "@tree-sitter-grammars/tree-sitter-hcl";
    expect(entry && !isTool && !entry.devOptional, name).toBe(true);
    expect(notice.length, name).toBeGreaterThan(500);
  }
  expect(notices.length).toBeGreaterThan(10);
});
