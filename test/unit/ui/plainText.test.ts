import { describe, expect, it } from "vitest";
import { markdownText } from "../../../src/ui/common/markdownText.ts";
import { oneLine } from "../../../src/ui/common/oneLine.ts";
import { plainText } from "../../../src/ui/common/plainText.ts";

describe("A text from the cloud in a label or a message", () => {
  it.each([
    ["a name with spaces within and around it", "  card   cells ", "card cells"],
    ["line ends of every kind", "a\r\nb\u2028c\u2029d\u0085e\vf", "a b c d e f"],
    ["control characters, such as a terminal's", "a\u001b[31mb\u0000c\u0007", "a [31mb c"],
    ["marks that turn the direction of what follows", "a\u202eb\u202c\u2066c\u2069\u200f\u200e\u061cd", "abcd"],
    ["characters that cannot be seen", "a\u200b\u200c\u200d\u2060\ufeff\u00ad\u3164\u115f\u{e0041}b", "ab"],
    ["glyphs of private use and halves of characters", "a\ue000\u{f0000}\ud800b\udc00", "ab"],
    ["a heap of accents", `a${"\u0301".repeat(500)}b`, `a${"\u0301".repeat(4)}b`],
    ["a link that runs a command", "[ok](command:workbench.action.quit)", "[ok] (command:workbench.action.quit)"],
    ["an icon", "$(beaker) Demo", "$ (beaker) Demo"],
    ["nothing that can be seen", "\u202e\u200b \n\t", ""],
    ["Chinese and a character beyond the basic plane", "杭州 𠮷", "杭州 𠮷"],
  ])("is made plain: %s", (_, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it("keeps letters that run from right to left apart from what stands beside them", () => {
    expect(plainText("שלום")).toBe("\u2068שלום\u2069");
  });

  it("ends with an ellipsis when it is too long, and not within a character", () => {
    expect(plainText("x".repeat(10_000))).toBe(`${"x".repeat(199)}…`);
    expect(plainText(`${"x".repeat(198)}${"😀".repeat(20)}`)).toBe(`${"x".repeat(198)}…`);
    expect(plainText(`x${" ".repeat(10_000)}y`)).toBe("x…");
    expect(oneLine("x".repeat(10_000), 4_000)).toHaveLength(4_000);
  });
});

describe("A text from the cloud in Markdown", () => {
  it.each([
    "[ok](command:workbench.action.quit)",
    "<b onclick=x>bold</b>",
    "![](https://example.invalid/x.png)",
    "$(beaker) **bold** `code` ~~struck~~",
    "a | b\n| --- | --- |",
    "https://example.invalid mail@example.invalid www.example.invalid",
    "&lt;script&gt;",
    "# heading - list 1. list",
  ])("holds no mark that Markdown reads: %s", (text) => {
    expect(markdownText(text).replaceAll(/&#\d+;/g, "")).not.toMatch(/[^\p{L}\p{N} ]/u);
  });
});
