import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { afterEach, describe, expect, it, vi } from "vitest";
import { reckoned, reckonedStart, thisMachine } from "../../../src/ipam/machine.ts";

vi.mock("node:fs", async (original) => {
  const real = await original<typeof import("node:fs")>();
  return { ...real, readFileSync: vi.fn(real.readFileSync), readlinkSync: vi.fn(real.readlinkSync) };
});

/** What the platform's files say; of others there are none. */
function platform(files: Readonly<Record<string, string>>): void {
  const read = (file: unknown) => {
    const text = files[String(file)];
    if (text === undefined) throw new Error("ENOENT");
    return text;
  };
  vi.mocked(readFileSync).mockImplementation(read);
  vi.mocked(readlinkSync).mockImplementation(read);
}

describe("The machine of a process", () => {
  afterEach(() => {
    vi.mocked(readFileSync).mockReset();
    vi.mocked(readlinkSync).mockReset();
  });

  const clock = { now: () => 1_700_000_060_000, elapsed: () => 60_000 };
  const files = {
    "/etc/machine-id": "a1b2c3d4e5f60718293a4b5c6d7e8f90\n",
    "/proc/self/ns/pid": "pid:[4026531836]",
    "/proc/sys/kernel/random/boot_id": "9e4b7c1a-0000-4000-8000-000000000001\n",
  };

  it("is another one with another installation, process space or start", () => {
    platform(files);
    const one = thisMachine(clock);
    const others = [
      { ...files, "/etc/machine-id": "00000000000000000000000000000000" },
      { ...files, "/proc/self/ns/pid": "pid:[4026532270]" },
      { ...files, "/proc/sys/kernel/random/boot_id": "9e4b7c1a-0000-4000-8000-000000000002" },
    ].map((other) => {
      platform(other);
      return thisMachine(clock);
    });
    expect(others.map(({ host, boot }) => [host === one.host, boot === one.boot])).toEqual([
      [false, true],
      [false, true],
      [true, false],
    ]);
    expect(one.host).toContain(hostname());
    expect(one.boot).toBe("9e4b7c1a-0000-4000-8000-000000000001");
  });

  it("does not give away the confidential id of the installation", () => {
    platform(files);
    expect(JSON.stringify(thisMachine(clock))).not.toContain("a1b2c3d4");
  });

  it("is known by its name, and by when it started, where the platform has no such files", () => {
    platform({});
    expect(thisMachine(clock)).toEqual({ host: hostname(), boot: reckoned(1_700_000_000_000) });
    expect(reckonedStart(reckoned(1_700_000_000_000))).toBe(1_700_000_000_000);
  });

  it("names no start by its clocks where the platform names one", () => {
    expect(reckonedStart("9e4b7c1a-0000-4000-8000-000000000001")).toBeUndefined();
    expect(reckonedStart("~yesterday")).toBeUndefined();
  });
});
