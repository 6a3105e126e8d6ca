import { beforeEach, expect, it, vi } from "vitest";
import type { RegionInventory } from "../../../src/ipam/RegionInventory.ts";
import { AutoRefresh } from "../../../src/ui/explorer/AutoRefresh.ts";
import { HeldClock } from "../credentials/HeldClock.ts";

const minute = 60_000;
const loading: RegionInventory = { region: "cn-hangzhou", state: "loading" };

let clock: HeldClock;
let load: ReturnType<typeof vi.fn<() => Promise<void>>>;
let isWanted: boolean;
let snapshots: readonly RegionInventory[];
let refresh: AutoRefresh;

beforeEach(() => {
  clock = new HeldClock();
  load = vi.fn(async () => {});
  isWanted = true;
  snapshots = [];
  const inventories = () => [{ load, snapshots: () => snapshots }];
  refresh = new AutoRefresh({ clock, isWanted: () => isWanted, inventories });
});

async function pass(milliseconds: number): Promise<void> {
  clock.advance(milliseconds);
  await new Promise((resolve) => setImmediate(resolve));
}

it("reads again every five minutes, and not before", async () => {
  await pass(5 * minute - 1);
  expect(load).not.toHaveBeenCalled();
  await pass(1);
  await pass(5 * minute);
  expect(load).toHaveBeenCalledTimes(2);
});

it("leaves out beats at which nobody looks or wants it", async () => {
  isWanted = false;
  await pass(5 * minute);
  expect(load).not.toHaveBeenCalled();
  isWanted = true;
  await pass(5 * minute);
  expect(load).toHaveBeenCalledOnce();
});

it("does not cut short what is being read already", async () => {
  snapshots = [loading];
  await pass(5 * minute);
  expect(load).not.toHaveBeenCalled();
});

it("ends with the view", async () => {
  refresh.dispose();
  await pass(10 * minute);
  expect(load).not.toHaveBeenCalled();
});
