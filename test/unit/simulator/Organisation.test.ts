import { describe, expect, it } from "vitest";
import { idKind } from "../../../src/ipam/ids.ts";
import { Organisation } from "../../../src/simulator/Organisation.ts";
import { sharedPair } from "../../support/sharedPair.ts";

describe("An organisation", () => {
  it("makes keys that look like the real ones and are never the same", () => {
    const [a, b] = [sharedPair(), sharedPair()].map(({ consumer }) => consumer.accessKeys[0]);
    expect(a?.accessKeyId).toMatch(/^LTAI5t[A-Za-z0-9]{18}$/);
    expect(a?.accessKeySecret).toMatch(/^[A-Za-z0-9]{30}$/);
    expect(a?.accessKeyId).not.toBe(b?.accessKeyId);
    expect(a?.accessKeySecret).not.toBe(b?.accessKeySecret);
  });

  it("makes the same ids for the same building", () => {
    expect(sharedPair().ends).toEqual(sharedPair().ends);
  });

  it("makes ids of the service's shape", () => {
    const { ipam, discovery } = sharedPair();
    expect([idKind(ipam.id), idKind(discovery.id), idKind(ipam.defaultDiscovery)]).toEqual([
      "ipam",
      "discovery",
      "discovery",
    ]);
  });

  it("associates an IPAM with its default discovery from the start", () => {
    const { organisation, ipam } = sharedPair();
    expect(organisation.isAssociated(ipam.id, ipam.defaultDiscovery)).toBe(true);
    expect(organisation.discovery(ipam.defaultDiscovery)).toMatchObject({ type: "system", owner: ipam.owner });
  });

  it("ends associations with the share they rest on", () => {
    const { organisation, consumer, ipam, discovery } = sharedPair();
    organisation.unshare(discovery, consumer);
    expect(organisation.isAssociated(ipam.id, discovery.id)).toBe(false);
  });

  it("ends associations with the discovery that is deleted", () => {
    const { organisation, ipam, discovery } = sharedPair();
    organisation.remove(discovery);
    expect(organisation.associationsOf(ipam, Date.now()).map((row) => row.discovery.id)).toEqual([
      ipam.defaultDiscovery,
    ]);
  });

  it("deletes the default discovery with its IPAM", () => {
    const { organisation, ipam } = sharedPair();
    organisation.remove(ipam);
    expect(organisation.discovery(ipam.defaultDiscovery)).toBeUndefined();
  });

  it("does not build an association that the service would never make", () => {
    const { organisation, stranger, sharer, ipam } = sharedPair();
    const unshared = organisation.addDiscovery(stranger, "cn-hangzhou");
    const elsewhere = organisation.addDiscovery(sharer, "cn-shanghai");
    expect(() => organisation.associate(ipam, unshared)).toThrow(/Not shared/);
    expect(() => organisation.associate(ipam, elsewhere)).toThrow(/Not hosted in one region/);
  });

  it.each(["123", "0123456789012345", "9999999999999999", "abcdefghijklmnop"])("takes %s for no account id", (id) => {
    expect(() => new Organisation().addAccount(id, "")).toThrow(/No account id/);
  });
});
