import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { isClaimed } from "../../simulation/claims.ts";

vi.mock("vscode", () => import("../../simulation/vscodeTexts.ts"));

const root = path.resolve(import.meta.dirname, "../../../src/ui");

it.each([
  "dissociate/alarmText.ts",
  "dissociate/associationCheckText.ts",
  "dissociate/lossText.ts",
  "dissociate/phaseText.ts",
  "dissociate/reportText.ts",
  "dissociate/rowPhaseText.ts",
  "editor/dryRunText.ts",
  "results/resultLines.ts",
  "results/statusText.ts",
])("every sentence of %s has a claim that simulated histories judge", async (file) => {
  const source = await readFile(path.join(root, file), "utf8");
  const sentences = [...source.matchAll(/\bt\(\s*"((?:[^"\\]|\\.)+)"/g)].map(([, sentence = ""]) => sentence);

  expect(sentences.length).toBeGreaterThan(3);
  expect(sentences.filter((sentence) => !isClaimed(sentence))).toEqual([]);
});
