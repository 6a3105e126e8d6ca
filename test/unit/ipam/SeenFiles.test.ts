import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SeenFiles } from "../../../src/ipam/SeenFiles.ts";

const key = "seen/a1b2/cn-hangzhou";

describe("What was seen last, in a real folder", () => {
  let parent: string;
  let folder: string;

  beforeEach(() => {
    parent = mkdtempSync(path.join(tmpdir(), "ipam-seen-"));
    folder = path.join(parent, "seen");
  });

  afterEach(() => rmSync(parent, { recursive: true }));

  it("is there for another window at once, and after a restart", () => {
    const [one, other] = [new SeenFiles(folder), new SeenFiles(folder)];
    expect(other.get(key)).toBeUndefined();
    one.set(key, [{ ipamId: "ipam-1" }]);
    expect(other.get(key)).toEqual([{ ipamId: "ipam-1" }]);
    other.set(key, []);
    expect(one.get(key)).toEqual([]);
    one.set(key, undefined);
    expect([other.get(key), other.keys()]).toEqual([undefined, []]);
  });

  it("takes nothing away from what another window has written meanwhile", () => {
    const [one, other] = [new SeenFiles(folder), new SeenFiles(folder)];
    one.set(key, [1]);
    other.set("seen/c3d4/cn-beijing", [2]);
    one.set("seen/a1b2/eu-central-1", [3]);
    expect([...other.keys()].sort()).toEqual([key, "seen/a1b2/eu-central-1", "seen/c3d4/cn-beijing"]);
  });

  it("stands in files for their owner alone, and in no other place", () => {
    const store = new SeenFiles(folder);
    store.set(key, [1]);
    store.set("seen/../../../etc/passwd", [1]);
    const names = readdirSync(folder);
    expect([names.length, readdirSync(parent)]).toEqual([2, ["seen"]]);
    for (const name of names) expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it("is written over no link", () => {
    mkdirSync(folder);
    const elsewhere = path.join(parent, "elsewhere");
    writeFileSync(elsewhere, "mine");
    const file = path.join(folder, `${encodeURIComponent(key)}.json`);
    symlinkSync(elsewhere, file);
    symlinkSync(elsewhere, `${file}.${process.pid}`);
    new SeenFiles(folder).set(key, [1]);
    expect([statSync(elsewhere).size, statSync(file).isFile()]).toEqual([4, true]);
  });

  it("is nothing where a file is damaged", () => {
    const store = new SeenFiles(folder);
    store.set(key, [1]);
    writeFileSync(path.join(folder, `${encodeURIComponent(key)}.json`), '[{"ipam');
    expect(store.get(key)).toBeUndefined();
  });

  it("is kept in memory where it cannot be written, until it can", () => {
    writeFileSync(folder, "in the way");
    const store = new SeenFiles(folder);
    store.set(key, [1]);
    expect(store.get(key)).toEqual([1]);
    rmSync(folder);
    store.set(key, [2]);
    expect(new SeenFiles(folder).get(key)).toEqual([2]);
  });
});
