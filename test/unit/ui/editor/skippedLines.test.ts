import { expect, it } from "vitest";
import { skippedLines } from "../../../../src/ui/editor/skippedLines.ts";
import { testReader } from "../../../support/testReader.ts";

async function lines(path: string, text: string): Promise<readonly string[]> {
  return skippedLines(path, await testReader().read({ key: path, path, text }));
}

it.each([
  ["100 MB", "a.tf", () => " ".repeat(100_000_000), "too large"],
  ["50,000 brackets", "a.tf", () => `locals {\n  a = ${"[".repeat(50_000)}\n}\n`, "brackets within brackets"],
  ["50,000 brackets", "a.json", () => `{"Resources": ${"[".repeat(50_000)}`, "brackets within brackets"],
])("%s in %s give one line in the log that says why", async (_, path, text, reason) => {
  expect(await lines(path, text())).toEqual([`${path} is read in part, or not at all: ${reason}.`]);
});

it("Many blocks that are left out for one reason give one line", async () => {
  const block = `locals {\n  a = ${"[".repeat(200)}${"]".repeat(200)}\n}\n`;
  expect(await lines("a.tf", block.repeat(20))).toHaveLength(1);
});

it("A file that is read as a whole gives none", async () => {
  expect(await lines("a.tf", 'resource "alicloud_vpc_ipam_ipam" "x" {\n}\n')).toEqual([]);
});
