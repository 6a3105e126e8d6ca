import fs from "node:fs";
import path from "node:path";
import { readPackage } from "./packages.mjs";

/** Packages that ship as they are, or compiled into what ships, and that no bundle shows. */
const beside = ["keytar", "node-addon-api", "@tree-sitter-grammars/tree-sitter-hcl"];

/**
 * The licences of all that others wrote and the extension carries: what the bundles were made of, by esbuild's metafile,
 * the keychain module, and the grammar that ships as WebAssembly.
 */
export function thirdPartyNotices(root, { inputs }) {
  const folders = new Set(beside.map((name) => path.join(root, "node_modules", name)));
  for (const input of Object.keys(inputs)) {
    const [, place] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    if (place) folders.add(path.join(root, place));
  }
  const packages = [...folders].map(readPackage).sort((a, b) => (a.name < b.name ? -1 : 1));
  const notices = packages.map((one) => `${one.name} ${one.version} (${one.licence})\n\n${licenceText(root, one)}`);
  const title = "IPAM Explorer for Alibaba Cloud carries the following software of others.";
  return `${[title, ...notices].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** The text that a package brings along, or the usual one of its licence. */
function licenceText(root, { name, licence, author, folder }) {
  const file = fs.readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = fs.readFileSync(file ? path.join(folder, file) : path.join(root, "scripts/licences", `${licence}.txt`));
  const holder = author || `the authors of ${name}`;
  return text.toString("utf8").replaceAll("\r\n", "\n").replace("{holder}", holder).trim();
}
