import { readFileSync } from "node:fs";
import path from "node:path";
import type { FileReading } from "../../src/iac/FileReading.ts";
import type { Finding } from "../../src/iac/Finding.ts";
import { IacReader } from "../../src/iac/IacReader.ts";
import type { Module } from "../../src/iac/Module.ts";
import type { Reference } from "../../src/iac/Reference.ts";

const modules = path.resolve(import.meta.dirname, "../../node_modules");
const wasm = (file: string) => new Uint8Array(readFileSync(path.join(modules, file)));

/** Texts by path: the files of one module. */
export type Files = Readonly<Record<string, string>>;

/** A reader with the real parser; `pause` is called between its slices. */
export function testReader(pause = () => new Promise<void>((resolve) => setImmediate(resolve))): IacReader {
  return new IacReader({
    hclModules: async () => ({
      runtime: wasm("web-tree-sitter/web-tree-sitter.wasm"),
      grammar: wasm("@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm"),
    }),
    now: () => performance.now(),
    pause,
  });
}

const shared = testReader();
let count = 0;

/** The readings of files, in their order, by a reader that has never seen them. */
async function readFiles(files: Files): Promise<readonly FileReading[]> {
  count += 1;
  const keys = Object.keys(files).map((file) => `${count}:${file}`);
  const readings = await Promise.all(
    Object.entries(files).map(([file, text], index) => shared.read({ key: keys[index] ?? file, path: file, text })),
  );
  for (const key of keys) shared.forget(key);
  return readings;
}

/** Files read as one module. */
export async function moduleOf(files: Files, known?: ReadonlyMap<string, string>): Promise<Module> {
  return shared.module(await readFiles(files), known);
}

/** What a file of a module names. */
export async function referencesOf(files: Files, file = Object.keys(files)[0] ?? ""): Promise<readonly Reference[]> {
  const module = await moduleOf(files);
  const reading = module.files.find((candidate) => candidate.path === file);
  return reading ? shared.references(module, reading) : [];
}

/** What a change of a module would do. */
export async function findingsOf(base: Files, now: Files): Promise<readonly Finding[]> {
  return shared.compare(await moduleOf(base), await moduleOf(now));
}

/** The text of a file that a range covers. */
export function textAt(text: string, { start, end }: Reference["range"]): string {
  const lines = text.split(/\r\n|\r|\n/);
  if (start.line === end.line) return lines[start.line]?.slice(start.character, end.character) ?? "";
  const middle = lines.slice(start.line + 1, end.line);
  return [lines[start.line]?.slice(start.character), ...middle, lines[end.line]?.slice(0, end.character)].join("\n");
}
