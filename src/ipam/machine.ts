import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Where a process runs: two processes can look each other up by number only where both are equal. */
export interface Machine {
  /**
   * The host's name and, on Linux, its installation, as many machines have one name, and the space that process numbers count
   * in, as each container has its own.
   */
  readonly host: string;
  /** This start of the machine. Empty where the platform names none; elapsed times then tell starts apart. */
  readonly boot: string;
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  return {
    host: [hostname(), orEmpty(installation), orEmpty(() => readlinkSync("/proc/self/ns/pid"))]
      .filter(Boolean)
      .join(" "),
    boot: orEmpty(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
  };
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
