import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import type { Clock } from "./Clock.ts";

/** Where a process runs: two processes can look each other up by number only where both are equal. */
export interface Machine {
  /**
   * The host's name and, on Linux, its installation, as many machines have one name, and the space that process numbers count
   * in, as each container has its own.
   */
  readonly host: string;
  /**
   * This start of the machine. Where the platform names none, the time of the start as this process reckoned it once, so that
   * a clock that is set later does not look like another start. Empty on lines of older versions.
   */
  readonly boot: string;
}

/** The machine that this process runs on. One process asks once, so that all it writes names the same start. */
export function thisMachine({ now, elapsed }: Pick<Clock, "now" | "elapsed">): Machine {
  return {
    host: [hostname(), orEmpty(installation), orEmpty(() => readlinkSync("/proc/self/ns/pid"))]
      .filter(Boolean)
      .join(" "),
    boot: orEmpty(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()) || reckoned(now() - elapsed()),
  };
}

const reckonedMark = "~";

/** The name of a start that the platform does not name. `startedAt` is in ms since 1970. */
export function reckoned(startedAt: number): string {
  return `${reckonedMark}${startedAt}`;
}

/** When a start was that the platform does not name, in ms since 1970. */
export function reckonedStart(boot: string): number | undefined {
  if (!boot.startsWith(reckonedMark)) return undefined;
  const startedAt = Number(boot.slice(reckonedMark.length));
  return Number.isFinite(startedAt) ? startedAt : undefined;
}

/** Its id is confidential, so that only what is made of it is written down. */
function installation(): string {
  const id = readFileSync("/etc/machine-id", "utf8").trim();
  return id === "" ? "" : createHash("sha256").update(`IPAM Explorer ${id}`).digest("hex").slice(0, 16);
}

/** Other platforms than Linux have no such file. */
function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
