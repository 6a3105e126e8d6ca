import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ProgramOutput } from "./ProgramOutput.ts";

const leash = path.join(import.meta.dirname, "../../scripts/leash.mjs");

/** A program with all its children. They end with stop(), and also when this process dies without calling it. */
export class ProcessGroup {
  readonly #child: ChildProcess;
  readonly #output: ProgramOutput;

  constructor(command: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) {
    this.#child = spawn(process.execPath, [leash, ...command], {
      env: { ...process.env, ...env },
      detached: true,
      stdio: "pipe",
    });
    this.#output = new ProgramOutput(this.#child);
  }

  /** The id of the group, which is that of its leader. */
  get id(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error("The process group did not start.");
    return pid;
  }

  /** All that the group has printed. */
  output(): string {
    return this.#output.text();
  }

  /** Resolves with the match once the group has printed it; throws with all it printed if its leader ends before. */
  waitForOutput(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#output.waitFor(pattern);
  }

  /** Kills those processes of the group whose command line has that text, outright. Returns how many there were. */
  killThose(text: string): number {
    // As /proc tells them: number, name in brackets, state, parent, group.
    const isOurs = (pid: string) => / [A-Z] \d+ (\d+) /.exec(fileOf(pid, "stat"))?.[1] === String(this.id);
    const pids = readdirSync("/proc").filter(
      (pid) => /^\d+$/.test(pid) && isOurs(pid) && fileOf(pid, "cmdline").includes(text),
    );
    for (const pid of pids) process.kill(Number(pid), "SIGKILL");
    return pids.length;
  }

  /** Ends every process of the group, and waits until none is left. */
  async stop(): Promise<void> {
    this.#signal("SIGTERM");
    if (await this.#isGone()) return;
    this.#signal("SIGKILL");
    if (!(await this.#isGone())) throw new Error(`Process group ${this.id} does not end.`);
  }

  async #isGone(): Promise<boolean> {
    for (let tries = 0; tries < 150; tries += 1) {
      if (!this.#signal(0)) return true;
      await delay(20);
    }
    return false;
  }

  /** Whether the group had a process left to receive it. */
  #signal(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-this.id, signal);
    } catch {
      return false;
    }
  }
}

/** Empty for a process that has ended meanwhile. */
function fileOf(pid: string, name: string): string {
  try {
    return readFileSync(path.join("/proc", pid, name), "utf8");
  } catch {
    return "";
  }
}
