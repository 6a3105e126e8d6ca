import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Assumptions } from "../../../src/simulator/assumptions.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { vpcResources } from "../../../src/simulator/vpcResources.ts";
import { SdkClient } from "../../support/SdkClient.ts";
import { type SharedPair, sharedPair } from "../../support/sharedPair.ts";

const list = { RegionId: "cn-hangzhou" };
const associationsAction = "ListIpamResourceDiscoveryAssociations";

describe("The simulator's lists", () => {
  let pair: SharedPair;
  let simulator: Simulator;
  let now: number;

  const start = async (assumptions: Partial<Assumptions> = {}) => {
    await simulator?.close();
    const { organisation } = pair;
    simulator = await Simulator.start({ organisation, assumptions, now: () => now });
  };
  const as = (account: SharedPair["consumer"]) => new SdkClient(simulator, account.accessKeys[0]);
  const rows = async (client: SdkClient, action: string, name: string, parameters = {}) =>
    (await client.call(action, { ...list, ...parameters })).fields[name] as Readonly<Record<string, unknown>>[];
  const discoveries = (client: SdkClient, parameters = {}) =>
    rows(client, "ListIpamResourceDiscoveries", "IpamResourceDiscoveries", parameters);
  const associations = (client: SdkClient, parameters = {}) =>
    rows(client, associationsAction, "IpamResourceDiscoveryAssociations", parameters);

  beforeEach(async () => {
    now = Date.now();
    pair = sharedPair();
    await start();
  });
  afterEach(() => simulator.close());

  it("give IPAMs every documented field, the owner as a number", async () => {
    expect(await rows(as(pair.consumer), "ListIpams", "Ipams")).toEqual([
      {
        IpamId: pair.ipam.id,
        IpamName: "hub",
        IpamDescription: "",
        IpamStatus: "Created",
        RegionId: "cn-hangzhou",
        OperatingRegionList: ["cn-hangzhou"],
        OwnerId: 1000000000000001,
        CreateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        ResourceGroupId: expect.stringMatching(/^rg-/),
        DefaultResourceDiscoveryId: pair.ipam.defaultDiscovery,
        DefaultResourceDiscoveryAssociationId: expect.stringMatching(/^ipam-res-disco-assoc-[a-z0-9]+$/),
        ResourceDiscoveryAssociationCount: 2,
        PrivateDefaultScopeId: expect.stringMatching(/^ipam-scope-[a-z0-9]+$/),
        PublicDefaultScopeId: expect.stringMatching(/^ipam-scope-[a-z0-9]+$/),
        ScopeCount: 2,
        Tags: [],
      },
    ]);
  });

  it("give discoveries every documented field, the owner as a number", async () => {
    expect(await discoveries(as(pair.consumer), { IsShared: true })).toEqual([
      {
        IpamResourceDiscoveryId: pair.discovery.id,
        IpamResourceDiscoveryName: "spoke",
        IpamResourceDiscoveryDescription: "",
        IpamResourceDiscoveryStatus: "Created",
        Type: "custom",
        ShareType: "Shared",
        OwnerId: 1000000000000002,
        RegionId: "cn-hangzhou",
        OperatingRegionList: ["cn-hangzhou"],
        CreateTime: expect.any(String),
        ResourceGroupId: expect.any(String),
        Tags: [],
      },
    ]);
  });

  it("give associations exactly six fields, the owner as a string", async () => {
    expect(await associations(as(pair.consumer), { IpamResourceDiscoveryId: pair.discovery.id })).toEqual([
      {
        IpamId: pair.ipam.id,
        IpamResourceDiscoveryId: pair.discovery.id,
        IpamResourceDiscoveryOwnerId: "1000000000000002",
        IpamResourceDiscoveryType: "custom",
        IpamResourceDiscoveryStatus: "Created",
        Status: "Created",
      },
    ]);
  });

  it("give resources with counts and usage as strings", async () => {
    const network = { region: "cn-hangzhou", name: "spoke-core", cidr: "10.9.0.0/16" };
    pair.organisation.addResources(pair.sharer, vpcResources(network));
    const parameters = { IpamResourceDiscoveryId: pair.discovery.id, ResourceRegionId: "cn-hangzhou" };
    const [vpc] = await rows(as(pair.consumer), "ListIpamDiscoveredResource", "IpamDiscoveredResources", parameters);
    expect(vpc).toEqual({
      IpamResourceDiscoveryId: pair.discovery.id,
      AliUid: 1000000000000002,
      ResourceId: expect.stringMatching(/^vpc-bp1[a-z0-9]{18}$/),
      ResourceName: "spoke-core",
      ResourceType: "VPC",
      ResourceRegionId: "cn-hangzhou",
      ResourceOwnerId: 1000000000000002,
      VpcId: vpc?.["ResourceId"],
      Cidr: "10.9.0.0/16",
      SourceCidr: "10.9.0.0/16",
      IpUsage: expect.stringMatching(/^0\.\d{1,4}$/),
      IpCountDetail: { FreeIpCount: expect.any(String), TotalIpCount: "65536", UsedIpCount: expect.any(String) },
      DiscoveryTime: expect.stringMatching(/Z$/),
    });
  });

  it("tell whether the service was opened", async () => {
    const client = as(pair.consumer);
    expect((await client.call("GetVpcIpamServiceStatus", list)).fields).toEqual({
      Enabled: true,
      RequestId: expect.any(String),
    });
    pair.consumer.opened = false;
    expect((await client.call("GetVpcIpamServiceStatus", list)).fields).toMatchObject({ Enabled: false });
  });

  describe("show an account what is its own or shared with it", () => {
    it("and no IPAM of another account", async () => {
      expect(await rows(as(pair.sharer), "ListIpams", "Ipams")).toEqual([]);
    });

    it("and nothing of another region", async () => {
      expect(await rows(as(pair.consumer), "ListIpams", "Ipams", { RegionId: "cn-shanghai" })).toEqual([]);
    });

    it("with own discoveries, shared ones only when asked for", async () => {
      const ids = async (parameters: object) =>
        (await discoveries(as(pair.consumer), parameters)).map((row) => row["IpamResourceDiscoveryId"]);
      expect(await ids({})).toEqual([pair.ipam.defaultDiscovery]);
      expect(await ids({ IsShared: false })).toEqual([pair.ipam.defaultDiscovery]);
      expect(await ids({ IsShared: true })).toEqual([pair.discovery.id]);
    });

    it("with both, under the other assumption", async () => {
      await start({ listWithoutIsSharedIncludesShared: true });
      expect(await discoveries(as(pair.consumer))).toHaveLength(2);
    });

    it("saying whether a share goes out, comes in, or neither", async () => {
      const shareTypes = async (account: SharedPair["consumer"], parameters = {}) =>
        (await discoveries(as(account), parameters)).map((row) => row["ShareType"]);
      expect(await shareTypes(pair.sharer)).toEqual(["Sharing"]);
      expect(await shareTypes(pair.consumer)).toEqual([""]);
      expect(await shareTypes(pair.consumer, { IsShared: true })).toEqual(["Shared"]);
    });

    it("with an association on both sides of it, and on no third", async () => {
      const ids = async (account: SharedPair["consumer"]) =>
        (await associations(as(account))).map((row) => row["IpamResourceDiscoveryId"]);
      expect(await ids(pair.consumer)).toEqual([pair.ipam.defaultDiscovery, pair.discovery.id]);
      expect(await ids(pair.sharer)).toEqual([pair.discovery.id]);
      expect(await ids(pair.stranger)).toEqual([]);
    });

    it("with the IPAM's side alone, under the other assumption", async () => {
      await start({ associationsListedForBothSides: false });
      expect(await associations(as(pair.sharer))).toEqual([]);
    });

    it("but not what an unshared discovery finds", async () => {
      const parameters = { ...list, IpamResourceDiscoveryId: pair.discovery.id, ResourceRegionId: "cn-hangzhou" };
      const code = await as(pair.stranger).code("ListIpamDiscoveredResource", parameters);
      expect(code).toBe("ResourceNotFound.IpamResourceDiscovery");
    });

    it("and nothing at all when the service was not activated", async () => {
      pair.consumer.opened = false;
      expect(await rows(as(pair.consumer), "ListIpams", "Ipams")).toEqual([]);
    });

    it("or an error then, under the other assumption", async () => {
      pair.consumer.opened = false;
      await start({ unopenedServiceListsEmpty: false });
      expect(await as(pair.consumer).code("ListIpams", list)).toBe("OptInRequired.Ipam");
    });
  });

  describe("filter", () => {
    it("IPAMs by id, name, resource group and tag", async () => {
      const tags = [{ Key: "stage", Value: "lab" }];
      pair.organisation.addIpam(pair.consumer, "cn-hangzhou", {
        id: "ipam-other",
        name: "lab",
        resourceGroup: "rg-lab",
        tags,
      });
      const names = async (parameters: object) =>
        (await rows(as(pair.consumer), "ListIpams", "Ipams", parameters)).map((row) => row["IpamName"]);
      expect(await names({})).toEqual(["hub", "lab"]);
      expect(await names({ IpamIds: ["ipam-none", "ipam-other"] })).toEqual(["lab"]);
      expect(await names({ IpamName: "hub" })).toEqual(["hub"]);
      expect(await names({ ResourceGroupId: "rg-lab" })).toEqual(["lab"]);
      expect(await names({ Tags: [{ Key: "stage" }] })).toEqual(["lab"]);
      expect(await names({ Tags: [{ Key: "stage", Value: "production" }] })).toEqual([]);
    });

    it("discoveries by id and type", async () => {
      const own = pair.organisation.addDiscovery(pair.consumer, "cn-hangzhou");
      const ids = async (parameters: object) =>
        (await discoveries(as(pair.consumer), parameters)).map((row) => row["IpamResourceDiscoveryId"]);
      expect(await ids({ Type: "custom" })).toEqual([own.id]);
      expect(await ids({ Type: "system" })).toEqual([pair.ipam.defaultDiscovery]);
      expect(await ids({ IpamResourceDiscoveryIds: [own.id] })).toEqual([own.id]);
    });

    it("associations by IPAM and discovery", async () => {
      const client = as(pair.consumer);
      expect(await associations(client, { IpamId: pair.ipam.id })).toHaveLength(2);
      expect(await associations(client, { IpamId: "ipam-none" })).toEqual([]);
      expect(await associations(client, { IpamResourceDiscoveryId: pair.discovery.id })).toHaveLength(1);
    });

    it("resources by region and type", async () => {
      pair.organisation.addResources(
        pair.sharer,
        ["cn-hangzhou", "cn-shanghai"].flatMap((region) => vpcResources({ region, name: "a", cidr: "10.9.0.0/16" })),
      );
      const count = async (ResourceRegionId: string, parameters = {}) => {
        const query = { ...list, IpamResourceDiscoveryId: pair.discovery.id, ResourceRegionId, ...parameters };
        return (await as(pair.sharer).call("ListIpamDiscoveredResource", query)).fields["TotalCount"];
      };
      expect(await count("cn-hangzhou")).toBe(5);
      expect(await count("cn-hangzhou", { ResourceType: "VPC" })).toBe(1);
      expect(await count("cn-hangzhou", { ResourceType: "VSwitch" })).toBe(4);
    });

    it("resources of a region in which the discovery does not operate: as an error, or as none", async () => {
      const query = { ...list, IpamResourceDiscoveryId: pair.discovery.id, ResourceRegionId: "cn-shanghai" };
      expect(await as(pair.sharer).code("ListIpamDiscoveredResource", query)).toBe("IllegalParam.ResourceRegion");
      await start({ onlyOperatingRegionsHaveResources: false });
      expect((await as(pair.sharer).call("ListIpamDiscoveredResource", query)).fields["TotalCount"]).toBe(0);
    });
  });

  describe("come in pages", () => {
    const many = 25;
    beforeEach(() => {
      for (let index = 0; index < many; index += 1) {
        pair.organisation.addDiscovery(pair.stranger, "cn-hangzhou", { name: `d${index}` });
      }
    });
    const page = (parameters: object, account = pair.stranger) =>
      as(account).call("ListIpamResourceDiscoveries", { ...list, ...parameters });

    it("of ten rows unless asked otherwise", async () => {
      const { fields } = await page({});
      expect(fields).toMatchObject({ Count: 10, MaxResults: 10, TotalCount: many });
      expect(fields["NextToken"]).toMatch(/^[\w-]{20,}$/);
    });

    it("up to the last one, which has an empty NextToken", async () => {
      const names: unknown[] = [];
      let NextToken: unknown;
      do {
        const { fields } = await page({ MaxResults: 7, NextToken });
        const found = fields["IpamResourceDiscoveries"] as Readonly<Record<string, unknown>>[];
        names.push(...found.map((row) => row["IpamResourceDiscoveryName"]));
        NextToken = fields["NextToken"];
      } while (NextToken !== "");
      expect(names).toEqual(Array.from({ length: many }, (_, index) => `d${index}`));
    });

    it("whose size may change on the way", async () => {
      const { fields } = await page({});
      const second = await page({ MaxResults: 100, NextToken: fields["NextToken"] });
      expect(second.fields).toMatchObject({ Count: many - 10, NextToken: "" });
    });

    it("with tokens that nobody can make up", async () => {
      expect((await page({ NextToken: "MTAuMA" })).fields).toMatchObject({ Code: "InvalidParameter" });
    });

    it("with tokens that are good for the same filters and account only", async () => {
      const { NextToken } = (await page({})).fields;
      expect((await page({ NextToken, Type: "custom" })).fields).toMatchObject({ Code: "InvalidParameter" });
      expect((await page({ NextToken }, pair.sharer)).fields).toMatchObject({ Code: "InvalidParameter" });
    });

    it("with tokens that end", async () => {
      await start({ nextTokenLifetimeMs: 5 * 60_000 });
      const { NextToken } = (await page({})).fields;
      now += 6 * 60_000;
      expect((await page({ NextToken })).fields).toMatchObject({ Code: "InvalidParameter" });
    });
  });

  describe("refuse", () => {
    it.each([
      ["no RegionId", "ListIpams", { RegionId: undefined }, "MissingRegionId"],
      ["a region that does not exist", "ListIpams", { RegionId: "cn-atlantis" }, "InvalidRegionId.NotFound"],
      ["a parameter that does not exist", "ListIpams", { IpamID: "ipam-a" }, "InvalidParameter"],
      ["a filter of another list", "ListIpams", { IpamId: "ipam-a" }, "InvalidParameter"],
      ["the owner fields that are not documented", "ListIpams", { ResourceOwnerId: 1 }, "InvalidParameter"],
      ["a page of no rows", "ListIpams", { MaxResults: 0 }, "InvalidParameter"],
      ["a page of 101 rows", "ListIpams", { MaxResults: 101 }, "InvalidParameter"],
      ["a page size that is no whole number", "ListIpams", { MaxResults: "ten" }, "InvalidParameter"],
      [
        "101 ids",
        "ListIpams",
        { IpamIds: Array.from({ length: 101 }, (_, index) => `ipam-${index}`) },
        "InvalidParameter",
      ],
      ["ids with a gap", "ListIpams", { "IpamIds.1": "ipam-a", "IpamIds.3": "ipam-b" }, "InvalidParameter"],
      ["ids as one text", "ListIpams", { IpamIds: '["ipam-a"]' }, "InvalidParameter"],
      ["a name that is too long", "ListIpams", { IpamName: "n".repeat(129) }, "InvalidParameter"],
      [
        "21 tags",
        "ListIpams",
        { Tags: Array.from({ length: 21 }, (_, index) => ({ Key: `k${index}` })) },
        "InvalidParameter",
      ],
      ["a truth that is a number", "ListIpamResourceDiscoveries", { IsShared: 1 }, "InvalidParameter"],
      ["an unknown type", "ListIpamResourceDiscoveries", { Type: "default" }, "InvalidParameter"],
      ["an empty filter", associationsAction, { IpamId: "" }, "InvalidParameter"],
      [
        "no discovery",
        "ListIpamDiscoveredResource",
        { ResourceRegionId: "cn-hangzhou" },
        "MissingParam.IpamResourceDiscoveryId",
      ],
      [
        "no resource region",
        "ListIpamDiscoveredResource",
        { IpamResourceDiscoveryId: "x" },
        "MissingParam.ResourceRegionId",
      ],
    ])("%s", async (_what, action, parameters, code) => {
      expect(await as(pair.consumer).code(action, { ...list, ...parameters })).toBe(code);
    });

    it("a parameter given both in the query and in the body", async () => {
      const options = { form: true, query: { RegionId: "cn-shanghai" } };
      expect(await as(pair.consumer).code("ListIpams", list, options)).toBe("InvalidParameter");
    });
  });

  it("fail with the action and the user when RAM denies it", async () => {
    const user = pair.organisation.addRamUser(pair.consumer, "auditor");
    user.denied.add("vpc:ListIpams");
    const { status, fields } = await new SdkClient(simulator, user).call("ListIpams", list);
    expect(status).toBe(403);
    expect(fields).toMatchObject({
      Code: "Forbidden.RAM",
      AccessDeniedDetail: {
        AuthAction: "vpc:ListIpams",
        AuthPrincipalType: "SubUser",
        AuthPrincipalOwnerId: "1000000000000001",
        AuthPrincipalDisplayName: "auditor",
        NoPermissionType: "ImplicitDeny",
      },
    });
    expect(await as(pair.consumer).code("ListIpams", list)).toBeUndefined();
  });

  it("fail for every key of an account that is denied the action", async () => {
    pair.consumer.denied.add("vpc:ListIpams");
    expect(await as(pair.consumer).code("ListIpams", list)).toBe("Forbidden.RAM");
  });
});
