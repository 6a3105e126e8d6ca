import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { bundleSimulation, type SourceChange } from "../../simulation/bundleSimulation.ts";

const folder = mkdtempSync(path.join(tmpdir(), "memory-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The simulated service keeps about 350 bytes of a round; each listener or signal that a change leaves behind adds 2,000. */
const mostBytes = 1_000;

it("keeps nothing in a window of 800 rounds of dry runs, changes, cancels and losses", {
  timeout: 120_000,
}, async () => {
  expect(await bytesPerRound("window")).toBeLessThan(mostBytes);
});

it("would find a listener that stays after its change", { timeout: 120_000 }, async () => {
  const changes = [
    { file: "src/ipam/Emitter.ts", from: "this.#listeners.delete(listener)", to: "this.#listeners.has(listener)" },
  ];

  expect(await bytesPerRound("listeners", changes)).toBeGreaterThan(mostBytes);
});

async function bytesPerRound(name: string, changes: readonly SourceChange[] = []): Promise<number> {
  const program = path.join(folder, `${name}.mjs`);
  await bundleSimulation(program, changes, "measureMemory.ts");
  // Optimised code has a size of its own.
  const { stdout } = spawnSync(process.execPath, ["--expose-gc", "--no-opt", program], { encoding: "utf8" });
  return Number(JSON.parse(stdout).bytesPerRound);
}
