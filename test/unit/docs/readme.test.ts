import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../../scripts/toolchain.mjs";
import { filesBelow } from "../../support/filesBelow.ts";
import { runtimeMessages } from "../../support/runtimeMessages.ts";

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const translations: Readonly<Record<string, string>> = JSON.parse(read("l10n/bundle.l10n.zh-cn.json"));

/** What a page is made of, apart from its words. */
function shapeOf(text: string) {
  const prose = text.replaceAll(/```[\s\S]*?```/g, "");
  const tables = prose.match(/(?:^\|.*\n)+/gm) ?? [];
  return {
    headings: (prose.match(/^#+ /gm) ?? []).map((marks) => marks.trim()),
    bullets: prose.split(/^#+ .*$/m).map((section) => section.match(/^- /gm)?.length ?? 0),
    tables: tables.map((table) => table.trim().split("\n")).map((rows) => [rows.length, rows[0]?.split("|").length]),
    blocks: text.match(/```[\s\S]*?```/g) ?? [],
    links: targetsOf(prose),
  };
}

/** Where links and pictures lead to, in the order of the page. */
function targetsOf(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target ?? "");
}

/** The place in the Chinese pages that stands for one in the English ones. */
function inChinese(target: string): string {
  if (target.endsWith("README.zh-cn.md")) return target.replace(".zh-cn", "");
  if (target.endsWith("README.md")) return target.replace("README", "README.zh-cn");
  return target.replace(/(^|\/)en\//, "$1zh-cn/");
}

/** Pages of Alibaba Cloud, which has others in each language. */
const isForeign = (target: string): boolean => /^https:\/\/[\w.]*(aliyun|alibabacloud)\.com\//.test(target);

/** The messages of the table of troubleshooting; an ellipsis stands for what differs from time to time. */
function quotedMessages(text: string): readonly string[] {
  const [, section = ""] = /^## (?:Troubleshooting|故障排除)\n([\s\S]*?)^## /m.exec(text) ?? [];
  const rows = section.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(2).flatMap((row) => (row.split(" | ")[0] ?? "").slice(2).split("<br>"));
}

function isShown(quoted: string, messages: readonly string[]): boolean {
  const start = quoted.replace(/\s*…$/, "");
  return messages.some((message) => (start === quoted ? message === quoted : message.startsWith(start)));
}

describe.each([
  ["README.md", "README.zh-cn.md"],
  ["docs/README.md", "docs/README.zh-cn.md"],
])("%s and %s", (english, chinese) => {
  it("have the same headings, lists, tables, examples, links and pictures", () => {
    const shape = shapeOf(read(english));
    const links = (targets: readonly string[]) =>
      targets.map((target) => (isForeign(target) ? "Alibaba Cloud" : target));
    const { links: own, ...chineseShape } = shapeOf(read(chinese));
    expect({ ...chineseShape, links: links(own) }).toEqual({ ...shape, links: links(shape.links.map(inChinese)) });
  });

  it.each([english, chinese])("link to what there is: %s", (file) => {
    const own = targetsOf(read(file)).filter((target) => !target.startsWith("http"));
    expect(own.length).toBeGreaterThan(5);
    expect(own.filter((target) => !existsSync(path.join(root, path.dirname(file), target.replace(/#.*/, ""))))).toEqual(
      [],
    );
  });
});

describe("The troubleshooting", () => {
  it.each([
    ["README.md", [...runtimeMessages()]],
    ["README.zh-cn.md", Object.values(translations)],
  ] as const)("of %s quotes messages as the product shows them", (file, messages) => {
    const quoted = quotedMessages(read(file));
    expect(quoted.length).toBeGreaterThan(10);
    expect(quoted.filter((message) => !isShown(message, messages))).toEqual([]);
  });
});

describe("The pictures", () => {
  const files = filesBelow(path.join(root, "docs")).map((file) => path.relative(path.join(root, "docs"), file));
  const pictures = files.filter((file) => !file.endsWith(".md"));

  it("are the same in both languages", () => {
    const of = (language: string) => pictures.filter((file) => file.startsWith(`${language}/`)).sort();
    expect(of("en").length).toBeGreaterThan(30);
    expect(of("zh-cn")).toEqual(of("en").map(inChinese));
  });

  it("are all shown in the pages", () => {
    const shown = new Set(["docs/README.md", "docs/README.zh-cn.md"].flatMap((file) => targetsOf(read(file))));
    expect(pictures.filter((file) => !shown.has(file))).toEqual([]);
  });

  it("are small: below 8 MB in all, and a moving one below 1.5 MB", () => {
    const sizes = pictures.map((file) => ({ file, size: readFileSync(path.join(root, "docs", file)).length }));
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(8_000_000);
    expect(sizes.filter(({ size }) => size > 1_500_000)).toEqual([]);
  });
});
