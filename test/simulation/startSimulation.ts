// Bundles the program that simulates and runs it with the arguments given: what stands in for VS Code is in the bundle only.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundleSimulation } from "./bundleSimulation.ts";

const folder = mkdtempSync(path.join(tmpdir(), "simulation-"));
const program = path.join(folder, "simulation.mjs");
try {
  await bundleSimulation(program);
  const { status } = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { stdio: "inherit" });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
