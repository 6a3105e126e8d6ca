import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../../scripts/toolchain.mjs";
import { filesBelow } from "../../support/filesBelow.ts";
import { runtimeMessages } from "../../support/runtimeMessages.ts";
import { visibleLiterals } from "../../support/visibleLiterals.ts";

const literalsOf = (file: string) => visibleLiterals(readFileSync(file, "utf8"));

describe("Words for a person", () => {
  it("are found in a source, and those of comments and of the log are not", () => {
    const source = `button.title = "Look closer"; // "Nobody reads this"\nlog.info("Not shown here");\nt(\`Reads it\`);`;
    expect(visibleLiterals(source)).toEqual(["Look closer", "Reads it"]);
  });

  it("that the extension shows are all translated", () => {
    const messages = runtimeMessages();
    const untranslated = filesBelow(path.join(root, "src/ui"))
      .flatMap((file) => literalsOf(file).map((text) => ({ file: path.basename(file), text })))
      .filter(({ text }) => !messages.has(text));
    expect(untranslated).toEqual([]);
  });

  it("come to the pages from the extension: a page has none of its own", () => {
    const pages = filesBelow(path.join(root, "media")).filter((file) => file.endsWith(".js"));
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flatMap(literalsOf)).toEqual([]);
  });
});
