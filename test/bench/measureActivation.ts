import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../../scripts/toolchain.mjs";
import { Simulator } from "../../src/simulator/Simulator.ts";
import { VsCodeServer } from "../support/VsCodeServer.ts";
import { Workbench } from "../support/Workbench.ts";

/** Windows that are opened; the first one, whose files nobody has read yet, does not count. */
const windows = 6;

const names = { own: "IPAM Explorer for Alibaba Cloud", gitBase: "Git Base" } as const;

/**
 * Milliseconds of `activate`, loading included, as VS Code itself counts them in its list of running extensions, beside
 * those of its own built-in extensions in the same windows. Medians. VS Code activates it together with whatever
 * else starts once a window has opened, and counts the time it waits for them: only extensions that start then can be
 * compared with it. In a window at rest the same activation takes a few milliseconds.
 */
export async function measureActivation(): Promise<Readonly<Record<string, number>>> {
  const folder = mkdtempSync(path.join(tmpdir(), "ipam-bench-"));
  const simulator = await Simulator.start();
  const settings = { "ipamExplorer.endpoint": simulator.endpoint, "git.enabled": true };
  const extensions = [root, path.join(import.meta.dirname, "activator")];
  const server = await VsCodeServer.start({ folder, settings, extensions });
  const workbench = await Workbench.open(server, path.join(folder, "workspace"), path.join(folder, "browser"));
  const times = new Map<string, number[]>();
  try {
    for (let count = 0; count < windows; count += 1) {
      await workbench.runCommand("View: Show Explorer");
      await workbench.reload();
      await workbench.statusBar("measured extension is active").waitFor();
      for (const [extension, milliseconds] of await activationTimes(workbench)) {
        if (count > 0) times.set(extension, [...(times.get(extension) ?? []), milliseconds]);
      }
    }
  } finally {
    await workbench.close();
    await server.stop();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const builtIn = [...times].filter(([extension]) => extension !== names.own).map(([, all]) => median(all));
  return {
    activationMs: median(times.get(names.own) ?? []),
    gitBaseActivationMs: median(times.get(names.gitBase) ?? []),
    builtInActivationMsMedian: median(builtIn),
    builtInActivationMsMost: Math.max(...builtIn),
    requestsDuringActivation: simulator.requests.length,
  };
}

/** Reads the list of running extensions: name and activation time of each. */
async function activationTimes(workbench: Workbench): Promise<ReadonlyMap<string, number>> {
  const { page } = workbench;
  await page.setViewportSize({ width: 1280, height: 2400 });
  await workbench.runCommand("Developer: Show Running Extensions");
  const rows = page.locator(".runtime-extensions-editor .monaco-list-row");
  await rows.filter({ hasText: names.own }).first().waitFor();
  const times = new Map<string, number>();
  for (const text of await rows.allTextContents()) {
    const [, name, milliseconds] = /^(.+?)\d+\.\d+\.\d+ .*Activation:\D*(\d+)ms/.exec(text) ?? [];
    if (name && milliseconds) times.set(name, Number(milliseconds));
  }
  return times;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
