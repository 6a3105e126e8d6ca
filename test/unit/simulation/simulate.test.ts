import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { bundleSimulation } from "../../simulation/bundleSimulation.ts";
import { knownMistakes } from "../../simulation/knownMistakes.ts";
import { planOf } from "../../simulation/Plan.ts";
import { runElsewhere, runInParts } from "../../simulation/runInParts.ts";
import { hashOf, simulateSeed } from "../../simulation/simulate.ts";

vi.mock("vscode", () => import("../../simulation/vscodeTexts.ts"));

const folder = mkdtempSync(path.join(tmpdir(), "simulation-"));
const program = path.join(folder, "simulation.mjs");

beforeAll(() => bundleSimulation(program));
afterAll(() => rmSync(folder, { recursive: true }));

it("keeps every promise in 20,000 histories from seed 1", { timeout: 600_000 }, async () => {
  const { runs, broken } = await runInParts(program, 1, 20_000);

  expect(broken).toEqual([]);
  expect(runs).toBe(20_000);
});

it("tells the same history for the same seed", async () => {
  for (const seed of [3, 18, 303, 4_196]) {
    const [one, other] = [await simulateSeed(seed), await simulateSeed(seed)];
    expect(one.history.length).toBeGreaterThan(10);
    expect(hashOf(other.history)).toBe(hashOf(one.history));
  }
});

it("tells another history for another seed", async () => {
  expect(hashOf((await simulateSeed(1)).history)).not.toBe(hashOf((await simulateSeed(2)).history));
});

/** Enough for the mistake that is found last, several times over. */
const mostHistories = 20_000;

it.concurrent.each(knownMistakes)(
  "finds in at most 20,000 histories that $name",
  { timeout: 300_000 },
  async ({ name, breaks, changes }) => {
    const mistaken = path.join(folder, `${name.replaceAll(" ", "-")}.mjs`);
    await bundleSimulation(mistaken, changes);
    const { broken } = await runElsewhere(mistaken, 1, mostHistories);

    expect(broken.map(({ invariant }) => invariant)).toEqual([expect.toBeOneOf([...breaks])]);
  },
);

it("prints the history of a seed that breaks a promise, the same each time, and a smaller plan that breaks it too", async () => {
  const mistake = knownMistakes.find(({ name }) => name === "a cancel hides an alarm");
  const mistaken = path.join(folder, "printed.mjs");
  await bundleSimulation(mistaken, mistake?.changes);
  const { broken } = await runElsewhere(mistaken, 1, mostHistories);
  const [{ seed, invariant } = { seed: 0, invariant: "" }] = broken;
  const print = () => {
    const { status, stdout } = spawnSync(process.execPath, [mistaken, "--seed", String(seed), "--runs", "1"], {
      encoding: "utf8",
    });
    return { status, stdout };
  };

  const { status, stdout } = print();
  expect(status).toBe(1);
  expect(stdout).toContain(`Seed ${seed} breaks the promise that ${invariant}`);
  expect(stdout).toContain(`npm run simulate -- --seed ${seed} --runs 1`);
  expect(print().stdout).toBe(stdout);

  const [whole = "", shrunk = ""] = stdout.split("\nShrunk to ");
  const { events, faults } = planOf(seed);
  const [fewer = 0, fewerFaults = 0] = [...shrunk.matchAll(/\d+/g)].map(([number]) => Number(number));
  expect([fewer < events.length, fewerFaults <= faults.length]).toEqual([true, true]);
  for (const history of [whole, shrunk]) expect(history).toContain(`ORACLE      ${invariant}`);
});

it("refuses to change a source where the text does not stand", async () => {
  const changes = [{ file: "src/ipam/Journal.ts", from: "no such text", to: "" }];

  await expect(bundleSimulation(path.join(folder, "refused.mjs"), changes)).rejects.toThrow("Not exactly once");
});
