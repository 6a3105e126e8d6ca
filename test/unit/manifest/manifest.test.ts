import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ownRegionOf, regions } from "../../../src/ipam/regions.ts";
import { commandId } from "../../../src/ui/common/commandId.ts";
import { toolName } from "../../../src/ui/common/toolName.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

interface MenuEntry {
  readonly command: string;
  readonly when?: string;
}

interface Setting {
  readonly scope: string;
  readonly default: unknown;
  readonly items?: {
    readonly pattern?: string;
    readonly patternErrorMessage?: string;
    readonly anyOf?: readonly { readonly enum?: readonly string[] }[];
  };
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly languageModelTools: readonly { readonly name: string; readonly modelDescription: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest: Manifest = JSON.parse(read("package.json"));
const english: Readonly<Record<string, string>> = JSON.parse(read("package.nls.json"));
const chinese: Readonly<Record<string, string>> = JSON.parse(read("package.nls.zh-cn.json"));
const { commands, menus, configuration } = manifest.contributes;

function sources(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => read(path.join(folder, file)));
}

const ui = [...sources("src/ui"), read("src/extension.ts")].join("\n");

describe("The manifest", () => {
  it("declares exactly the commands the code knows", () => {
    expect(commands.map(({ command }) => command).sort()).toEqual(Object.values(commandId).sort());
  });

  it("declares exactly the tools for language models that the code knows, each of which says that it changes nothing", () => {
    const { languageModelTools: tools } = manifest.contributes;
    expect(tools.map(({ name }) => name).sort()).toEqual(Object.values(toolName).sort());
    for (const { modelDescription } of tools) expect(modelDescription).toMatch(/Reads only|changes nothing/);
  });

  it("has every command registered by the wiring", () => {
    const wiring = read("src/ui/Explorer.ts");
    for (const name of Object.keys(commandId)) expect(wiring).toContain(`[commandId.${name}]`);
  });

  it("titles every command through a key, in the category IPAM", () => {
    for (const { title, category } of commands) {
      expect([title, category]).toEqual([expect.stringMatching(/^%command\.\w+%$/), "%category%"]);
    }
  });

  it("places every command in a menu or leaves it to the palette", () => {
    const hidden = (menus["commandPalette"] ?? []).filter(({ when }) => when === "false").map(({ command }) => command);
    const placed = Object.entries(menus).flatMap(([menu, entries]) =>
      menu === "commandPalette" ? [] : entries.map(({ command }) => command),
    );
    for (const command of hidden) expect(placed).toContain(command);
    for (const { command } of Object.values(menus).flat()) expect(Object.values(commandId)).toContain(command);
  });

  it("matches only context words that the code produces", () => {
    const clauses = (menus["view/item/context"] ?? []).map(({ when }) => when ?? "");
    const words = new Set(
      clauses.flatMap((clause) =>
        [...clause.matchAll(/\\b\(?([\w|]+)\)?\\b/g)].flatMap(([, group]) => group?.split("|") ?? []),
      ),
    );
    expect(words.size).toBeGreaterThan(2);
    for (const word of words) expect(ui, `context word ${word}`).toMatch(new RegExp(`["';]${word}["';]`));
  });

  it("uses only context keys that the code sets", () => {
    const clauses = [
      ...Object.values(menus)
        .flat()
        .map(({ when }) => when ?? ""),
      read("package.json"),
    ].join("\n");
    const keys = new Set([...clauses.matchAll(/!?(ipamExplorer\.\w+)(?=\s|"|$| &&)/g)].map(([, key]) => key ?? ""));
    const own = [...keys].filter(
      (key) => !Object.values<string>(commandId).includes(key) && !(key in configuration.properties),
    );
    for (const key of own.filter((name) => name !== "ipamExplorer.ipams")) expect(ui).toContain(`"${key}"`);
  });

  it("has a text in both languages for every key, and no text without a key", () => {
    const keys = new Set([...read("package.json").matchAll(/%([\w.]+)%/g)].map(([, key]) => key ?? ""));
    expect(Object.keys(english).sort()).toEqual([...keys].sort());
    expect(Object.keys(chinese).sort()).toEqual([...keys].sort());
  });

  it("keeps placeholders, commands and code in both languages", () => {
    const marks = (text = "") => [...text.matchAll(/\{\w+\}|command:[\w.]+|`[^`]*`/g)].map(([mark]) => mark).sort();
    for (const [key, text] of Object.entries(english)) expect(marks(chinese[key]), key).toEqual(marks(text));
  });

  it("has a picture for every step of the walkthrough, in both languages", () => {
    const pictures = (texts: Readonly<Record<string, string>>) =>
      Object.entries(texts).flatMap(([key, text]) => (key.endsWith(".picture") ? [text] : []));
    expect(pictures(english)).toHaveLength(4);
    for (const picture of [...pictures(english), ...pictures(chinese)]) expect(read(picture)).toMatch(/^<svg /);
    expect(pictures(chinese).map((picture) => picture.replace(".zh-cn", ""))).toEqual(pictures(english));
    for (const picture of pictures(chinese)) expect(read(picture), picture).toMatch(/\p{Script=Han}/u);
  });

  it("lets no workspace set anything: every setting has application or machine scope", () => {
    for (const [name, { scope }] of Object.entries(configuration.properties)) {
      expect(["application", "machine"], name).toContain(scope);
    }
  });

  it("works in folders that are not trusted, and in those that no disk holds", () => {
    expect(manifest.capabilities).toEqual({ untrustedWorkspaces: { supported: true }, virtualWorkspaces: true });
  });

  it("declares exactly the settings the code reads", () => {
    const readByCode = [...read("src/ui/common/settings.ts").matchAll(/read\(\s*"(\w+)"/g)].map(
      ([, name]) => `ipamExplorer.${name}`,
    );
    expect(Object.keys(configuration.properties).sort()).toEqual(readByCode.sort());
  });

  it("offers exactly the regions of the list", () => {
    const offered = configuration.properties["ipamExplorer.regions"]?.items?.anyOf?.flatMap((one) => one.enum ?? []);
    expect(offered).toEqual([...regions]);
  });

  it("takes regions beyond the list in the form that the code takes, and says which", () => {
    const items = configuration.properties["ipamExplorer.regions"]?.items;
    const form = new RegExp(items?.pattern ?? "^$");
    for (const region of regions) expect(region).toMatch(form);
    const added = ["cn-new-1", "cn-a-b-c-d-e", `cn-${"x".repeat(37)}`];
    const refused = ["cn", "cn-a-b-c-d-e-f", "CN-New", "cn-a.b", "cn-a/b", "cnn-a", `cn-${"x".repeat(38)}`];
    for (const id of [...added, ...refused]) expect(form.test(id), id).toBe(ownRegionOf(id) !== undefined);
    expect(added.every((id) => form.test(id))).toBe(true);
    expect(items?.patternErrorMessage).toMatch(/^%.+%$/);
  });

  it("uses API types no newer than the oldest VS Code it runs in", () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies["@types/vscode"]}`);
  });
});
