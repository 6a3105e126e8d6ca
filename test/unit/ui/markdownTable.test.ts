import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markdownTable } from "../../../src/ui/common/markdownTable.ts";
import type { PageLine, PageTable } from "../../../src/ui/common/PageTable.ts";

function table(cells: readonly (readonly PageLine[])[], subject = "plan.json"): PageTable {
  return {
    title: "What a plan would end",
    subject,
    summary: [{ text: "Associations that end: 1" }],
    notes: [{ label: "Fewer resources are seen:", text: "alicloud_vpc_ipam_ipam.hub", foreign: true }],
    columns: ["IPAM", "Discovery"],
    rows: [{ key: "1", cells }],
  };
}

const foreign = (text: string): PageLine => ({ text, foreign: true });

describe("A plan's table as Markdown", () => {
  it("is a heading, a summary, the table and its notes", () => {
    const cells = [[foreign("hub"), foreign("ipam-1")], [{ text: "not known" }]];
    expect(markdownTable(table(cells))).toBe(
      [
        "### What a plan would end: `plan.json`",
        "",
        "Associations that end: 1",
        "",
        "| IPAM | Discovery |",
        "| --- | --- |",
        "| `hub`<br>`ipam-1` | not known |",
        "",
        "- Fewer resources are seen: `alicloud_vpc_ipam_ipam.hub`",
        "",
      ].join("\n"),
    );
  });

  it("has no table without rows", () => {
    expect(markdownTable({ ...table([]), rows: [] })).not.toContain("|");
  });

  it.each([
    ["a link", "[ok](https://evil.example)"],
    ["an address", "https://evil.example www.evil.example a@evil.example"],
    ["a mention and references", "@all #1 !2 $3 ~bug %v1"],
    ["an image", "![x](https://evil.example/x.png)"],
    ["HTML", "<img src=x onerror=alert(1)><!-- -->"],
  ])("shows %s as it was written, as code", (_, text) => {
    expect(markdownTable(table([[foreign(text)], []]))).toContain(`| \`${text}\` |`);
  });

  it("lets no text out of its code or its cell", () => {
    const texts = fc.string({
      unit: fc.constantFrom("`", "|", "\\", "\n", "\r", "\u2028", "a", "<", "[", "]", "\u0000"),
    });
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const lines = markdownTable(table([[foreign(one)], [foreign(other)]], one)).split("\n");
        const row =
          lines.find((line) => line.startsWith("| ") && !line.includes("IPAM") && !line.includes("---")) ?? "";
        expect(lines.filter((line) => line.startsWith("|"))).toHaveLength(3);
        expect(row.split("|")).toHaveLength(4);
        expect(row).toMatch(/^\| (`[^`\\|]+`)? \| (`[^`\\|]+`)? \|$/);
        expect(lines[0]).toMatch(/^### What a plan would end: (`[^`\\|]+`)?$/);
      }),
    );
  });
});
