import { describe, expect, it } from "vitest";
import { Inventory } from "../../../src/ipam/Inventory.ts";
import { measureImpact } from "../../../src/ipam/measureImpact.ts";
import { regions } from "../../../src/ipam/regions.ts";
import type { CallLimit } from "../../../src/simulator/CallLimiter.ts";
import { scaleOrganisation } from "../../support/scaleOrganisation.ts";
import { VirtualService, type VirtualServiceOptions } from "../../support/VirtualService.ts";

const tenPerSecond: CallLimit = { calls: 10, perMs: 1000, of: "account" };
const documented: CallLimit = { calls: 300, perMs: 60_000, of: "operation" };

const serviceOf = (limits: readonly CallLimit[], options: Partial<VirtualServiceOptions> = {}) =>
  new VirtualService({ organisation: scaleOrganisation(regions, { sharedPerIpam: 1 }), limits, ...options });

/** All 33 regions of the first account. */
function readAll(service: VirtualService) {
  const api = service.cloud.ipamApi(service.credentials(), { account: "hub" });
  const inventory = new Inventory(api, regions, () => service.clock.now());
  return { api, inventory, read: inventory.load() };
}

describe.each([
  ["windows that slide", tenPerSecond],
  ["windows that begin each second", { ...tenPerSecond, aligned: true }],
])("An account limited to 10 calls per second, in %s", (_, limit) => {
  it.each([20, 100, 300, 900])(
    "is read without a gap and with few refusals, at a latency of %i ms",
    async (latencyMs) => {
      const service = serviceOf([limit], { latencyMs });
      const { inventory, read } = readAll(service);
      await service.clock.run(read);
      console.log(latencyMs, service.arrivals.length, service.refused, service.clock.elapsed());
      expect(inventory.snapshots().map(({ state }) => state)).toEqual(regions.map(() => "loaded"));
      expect(inventory.snapshots().flatMap(({ contents }) => contents?.gaps ?? [])).toEqual([]);
      expect(service.refused).toBeLessThanOrEqual(0.05 * service.arrivals.length);
    },
  );
});
