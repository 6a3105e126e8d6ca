import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Assumptions } from "../../../src/simulator/assumptions.ts";
import type { Account } from "../../../src/simulator/Organisation.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { SdkClient } from "../../support/SdkClient.ts";
import { type SharedPair, sharedPair } from "../../support/sharedPair.ts";

const dissociate = "DissociateIpamResourceDiscovery";
const associate = "AssociateIpamResourceDiscovery";

describe("The simulator", () => {
  let pair: SharedPair;
  let simulator: Simulator;
  let now: number;

  const start = async (assumptions: Partial<Assumptions> = {}, visibilityDelayMs = 0) => {
    await simulator?.close();
    const { organisation } = pair;
    simulator = await Simulator.start({ organisation, assumptions, visibilityDelayMs, now: () => now });
  };
  const as = ({ accessKeys }: Account) => new SdkClient(simulator, accessKeys[0]);
  const isAssociated = () => pair.organisation.isAssociated(pair.ipam.id, pair.discovery.id);
  const listed = async () => {
    const { fields } = await as(pair.consumer).call("ListIpamResourceDiscoveryAssociations", {
      RegionId: "cn-hangzhou",
      IpamResourceDiscoveryId: pair.discovery.id,
    });
    const rows = fields["IpamResourceDiscoveryAssociations"] as Readonly<Record<string, unknown>>[];
    return rows.map((row) => row["Status"]);
  };

  beforeEach(async () => {
    now = Date.now();
    pair = sharedPair();
    await start();
  });
  afterEach(() => simulator.close());

  describe("dissociates", () => {
    it("and answers with a RequestId only", async () => {
      const { status, fields } = await as(pair.consumer).call(dissociate, pair.ends);
      expect(status).toBe(200);
      expect(Object.keys(fields)).toEqual(["RequestId"]);
      expect(isAssociated()).toBe(false);
    });

    it("for the owner of the discovery too, who has no such IPAM in its list", async () => {
      expect(await as(pair.sharer).code(dissociate, pair.ends)).toBeUndefined();
      expect(isAssociated()).toBe(false);
    });

    it("another account's default discovery", async () => {
      const { organisation, consumer, sharer, ipam } = pair;
      const { defaultDiscovery } = organisation.addIpam(sharer, "cn-hangzhou");
      const discovery = organisation.discovery(defaultDiscovery);
      if (!discovery) throw new Error("An IPAM has a default discovery.");
      organisation.share(discovery, consumer);
      organisation.associate(ipam, discovery);
      const code = await as(consumer).code(dissociate, { ...pair.ends, IpamResourceDiscoveryId: discovery.id });
      expect(code).toBeUndefined();
    });

    it("an own custom discovery", async () => {
      const own = pair.organisation.addDiscovery(pair.consumer, "cn-hangzhou");
      pair.organisation.associate(pair.ipam, own);
      const code = await as(pair.consumer).code(dissociate, { ...pair.ends, IpamResourceDiscoveryId: own.id });
      expect(code).toBeUndefined();
    });

    it("and counts one association less", async () => {
      await as(pair.consumer).call(dissociate, pair.ends);
      const { fields } = await as(pair.consumer).call("ListIpams", { RegionId: "cn-hangzhou" });
      expect(fields["Ipams"]).toMatchObject([{ ResourceDiscoveryAssociationCount: 1 }]);
    });
  });

  describe("does not dissociate", () => {
    it("the IPAM's own default discovery", async () => {
      const ends = { ...pair.ends, IpamResourceDiscoveryId: pair.ipam.defaultDiscovery };
      expect(await as(pair.consumer).call(dissociate, ends)).toMatchObject({
        status: 400,
        fields: { Code: "OperationDenied.DissociateSelfSystemIpamResourceDiscovery" },
      });
    });

    it("what is not associated", async () => {
      await as(pair.consumer).call(dissociate, pair.ends);
      const code = await as(pair.consumer).code(dissociate, pair.ends);
      expect(code).toBe("ResourceNotFound.ResourceDiscoveryAssociation");
    });

    it.each([
      ["an IPAM that does not exist", { IpamId: "ipam-none" }, "ResourceNotFound.Ipam"],
      ["an IPAM of another region", { RegionId: "cn-shanghai" }, "ResourceNotFound.Ipam"],
      ["a discovery that does not exist", { IpamResourceDiscoveryId: "x" }, "ResourceNotFound.IpamResourceDiscovery"],
      ["neither", { IpamId: "ipam-none", IpamResourceDiscoveryId: "x" }, "ResourceNotFound.Ipam"],
    ])("%s", async (_what, parameters, code) => {
      expect(await as(pair.consumer).code(dissociate, { ...pair.ends, ...parameters })).toBe(code);
    });

    it("for an account that owns neither end", async () => {
      expect(await as(pair.stranger).code(dissociate, pair.ends)).toBe("ResourceNotFound.Ipam");
    });

    it("for an account that the same discovery is shared with", async () => {
      pair.organisation.share(pair.discovery, pair.stranger);
      expect(await as(pair.stranger).code(dissociate, pair.ends)).toBe("ResourceNotFound.Ipam");
    });

    it.each([
      ["an IPAM", { IpamId: undefined }, "MissingIpamId"],
      ["a discovery", { IpamResourceDiscoveryId: undefined }, "MissingIpamResourceDiscoveryId"],
      ["a region", { RegionId: undefined }, "MissingRegionId"],
    ])("without %s", async (_what, parameters, code) => {
      expect(await as(pair.consumer).code(dissociate, { ...pair.ends, ...parameters })).toBe(code);
    });

    it.each([
      ["a dry run that is neither true nor false", { DryRun: "yes" }],
      ["an association id, as AWS has it", { IpamResourceDiscoveryAssociationId: "ipam-res-disco-assoc-a" }],
      ["a token beyond ASCII", { ClientToken: "数据" }],
      ["a token of 65 characters", { ClientToken: "t".repeat(65) }],
    ])("with %s", async (_what, parameters) => {
      expect(await as(pair.consumer).code(dissociate, { ...pair.ends, ...parameters })).toBe("InvalidParameter");
      expect(isAssociated()).toBe(true);
    });

    it("when RAM denies it", async () => {
      pair.consumer.denied.add(`vpc:${dissociate}`);
      expect(await as(pair.consumer).call(dissociate, pair.ends)).toMatchObject({
        status: 403,
        fields: { Code: "Forbidden.RAM", AccessDeniedDetail: { AuthAction: `vpc:${dissociate}` } },
      });
      expect(isAssociated()).toBe(true);
    });
  });

  describe("associates", () => {
    beforeEach(() => pair.organisation.setAssociated(pair.ipam.id, pair.discovery.id, false));

    it.each(["consumer", "sharer"] as const)("for the %s", async (side) => {
      expect(await as(pair[side]).code(associate, pair.ends)).toBeUndefined();
      expect(isAssociated()).toBe(true);
    });

    it("but not twice", async () => {
      await as(pair.consumer).call(associate, pair.ends);
      const code = await as(pair.consumer).code(associate, pair.ends);
      expect(code).toBe("OperationDenied.ResourceDiscoveryAlreadyAssociated");
    });

    it.each(["Creating", "Modifying", "Deleting"])("but not a discovery in the status %s", async (status) => {
      const discovery = pair.organisation.addDiscovery(pair.consumer, "cn-hangzhou", { status });
      const ends = { ...pair.ends, IpamResourceDiscoveryId: discovery.id };
      expect(await as(pair.consumer).code(associate, ends)).toBe("IncorrectStatus.IpamResourceDiscovery");
      await start({ discoveryInMotionRefusesChanges: false });
      expect(await as(pair.consumer).code(associate, ends)).toBeUndefined();
    });

    it("but not what is not shared any more", async () => {
      pair.organisation.unshare(pair.discovery, pair.consumer);
      expect(await as(pair.consumer).code(associate, pair.ends)).toBe("ResourceNotFound.IpamResourceDiscovery");
    });

    it("but not a discovery with an IPAM whose owner it is not shared with", async () => {
      const { organisation, stranger, sharer } = pair;
      const ipam = organisation.addIpam(stranger, "cn-hangzhou");
      expect(await as(sharer).code(associate, { ...pair.ends, IpamId: ipam.id })).toBe("ResourceNotFound.Ipam");
    });

    it("but not across hosted regions", async () => {
      const { organisation, consumer } = pair;
      const elsewhere = organisation.addDiscovery(consumer, "cn-shanghai");
      const code = await as(consumer).code(associate, { ...pair.ends, IpamResourceDiscoveryId: elsewhere.id });
      expect(code).toBe("ResourceNotFound.IpamResourceDiscovery");
    });
  });

  describe("on a dry run", () => {
    it("says that it would succeed by failing with DryRunOperation, and changes nothing", async () => {
      expect(await as(pair.consumer).call(dissociate, { ...pair.ends, DryRun: true })).toMatchObject({
        status: 400,
        fields: { Code: "DryRunOperation" },
      });
      expect(isAssociated()).toBe(true);
      expect(simulator.requests).toMatchObject([{ dryRun: true, effect: false, code: "DryRunOperation" }]);
    });

    it("says why it would not", async () => {
      const ends = { ...pair.ends, IpamResourceDiscoveryId: pair.ipam.defaultDiscovery, DryRun: true };
      const code = await as(pair.consumer).code(dissociate, ends);
      expect(code).toBe("OperationDenied.DissociateSelfSystemIpamResourceDiscovery");
    });

    it("checks RAM, unless assumed otherwise", async () => {
      pair.consumer.denied.add(`vpc:${dissociate}`);
      const dryRun = { ...pair.ends, DryRun: true };
      expect(await as(pair.consumer).code(dissociate, dryRun)).toBe("Forbidden.RAM");
      await start({ dryRunChecksRam: false });
      expect(await as(pair.consumer).code(dissociate, dryRun)).toBe("DryRunOperation");
      expect(await as(pair.consumer).code(dissociate, pair.ends)).toBe("Forbidden.RAM");
    });

    it("checks the association, unless assumed otherwise", async () => {
      pair.organisation.setAssociated(pair.ipam.id, pair.discovery.id, false);
      const dryRun = { ...pair.ends, DryRun: true };
      expect(await as(pair.consumer).code(dissociate, dryRun)).toBe("ResourceNotFound.ResourceDiscoveryAssociation");
      await start({ dryRunChecksAssociation: false });
      expect(await as(pair.consumer).code(dissociate, dryRun)).toBe("DryRunOperation");
    });

    it("uses its ClientToken up, unless assumed otherwise", async () => {
      const withToken = { ...pair.ends, ClientToken: "once" };
      await as(pair.consumer).call(dissociate, { ...withToken, DryRun: true });
      expect(await as(pair.consumer).code(dissociate, withToken)).toBe("IdempotentParameterMismatch");
      await start({ dryRunKeepsClientToken: false });
      await as(pair.consumer).call(dissociate, { ...withToken, DryRun: true });
      expect(await as(pair.consumer).code(dissociate, withToken)).toBeUndefined();
    });

    it("looks again when it comes again with the same ClientToken", async () => {
      const dryRun = { ...pair.ends, ClientToken: "once", DryRun: true };
      await as(pair.consumer).call(dissociate, dryRun);
      pair.organisation.setAssociated(pair.ipam.id, pair.discovery.id, false);
      expect(await as(pair.consumer).code(dissociate, dryRun)).toBe("ResourceNotFound.ResourceDiscoveryAssociation");
    });
  });

  describe("with a ClientToken that comes again", () => {
    const token = { ClientToken: "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d" };

    it("answers as before and does nothing, though the association stands anew", async () => {
      await as(pair.consumer).call(dissociate, { ...pair.ends, ...token });
      await as(pair.consumer).call(associate, pair.ends);
      expect(await as(pair.consumer).call(dissociate, { ...pair.ends, ...token })).toMatchObject({ status: 200 });
      expect(isAssociated()).toBe(true);
      expect(simulator.count({ action: dissociate, effect: true })).toBe(1);
    });

    it("refuses other parameters", async () => {
      await as(pair.consumer).call(dissociate, { ...pair.ends, ...token });
      expect(await as(pair.consumer).code(associate, { ...pair.ends, ...token })).toBe("IdempotentParameterMismatch");
    });

    it("does not mind another account's", async () => {
      await as(pair.consumer).call(dissociate, { ...pair.ends, ...token });
      expect(await as(pair.sharer).code(associate, { ...pair.ends, ...token })).toBeUndefined();
    });

    it("acts when the first one was refused", async () => {
      pair.organisation.setAssociated(pair.ipam.id, pair.discovery.id, false);
      await as(pair.consumer).call(dissociate, { ...pair.ends, ...token });
      pair.organisation.associate(pair.ipam, pair.discovery);
      expect(await as(pair.consumer).code(dissociate, { ...pair.ends, ...token })).toBeUndefined();
      expect(isAssociated()).toBe(false);
    });

    it("acts when the first one is too long ago", async () => {
      await start({ clientTokenLifetimeMs: 5 * 60_000 });
      await as(pair.consumer).call(dissociate, { ...pair.ends, ...token });
      pair.organisation.associate(pair.ipam, pair.discovery);
      now += 6 * 60_000;
      await as(pair.consumer).call(dissociate, { ...pair.ends, ...token });
      expect(isAssociated()).toBe(false);
    });
  });

  describe("whose lists lag", () => {
    const delayMs = 60_000;
    beforeEach(() => start({}, delayMs));

    it("shows a dissociated association until the delay is over", async () => {
      await as(pair.consumer).call(dissociate, pair.ends);
      expect(await listed()).toEqual(["Created"]);
      now += delayMs;
      expect(await listed()).toEqual([]);
    });

    it("shows a new association when the delay is over", async () => {
      pair.organisation.setAssociated(pair.ipam.id, pair.discovery.id, false);
      await as(pair.consumer).call(associate, pair.ends);
      expect(await listed()).toEqual([]);
      now += delayMs;
      expect(await listed()).toEqual(["Created"]);
    });

    it("shows a dissociation that was undone as it happened, only later", async () => {
      await as(pair.consumer).call(dissociate, pair.ends);
      now += delayMs / 2;
      await as(pair.consumer).call(associate, pair.ends);
      expect(await listed()).toEqual(["Created"]);
      now += delayMs / 2;
      expect(await listed()).toEqual([]);
      now += delayMs / 2;
      expect(await listed()).toEqual(["Created"]);
    });

    it("acts on what is, not on what it shows", async () => {
      await as(pair.consumer).call(dissociate, pair.ends);
      const code = await as(pair.consumer).code(dissociate, pair.ends);
      expect(code).toBe("ResourceNotFound.ResourceDiscoveryAssociation");
    });
  });

  it("can go on listing what has ended, with the Status Deleted", async () => {
    await start({ endedAssociationsListed: true });
    await as(pair.consumer).call(dissociate, pair.ends);
    expect(await listed()).toEqual(["Deleted"]);
  });
});
