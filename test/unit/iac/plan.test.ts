import { describe, expect, it } from "vitest";
import { testReader } from "../../support/testReader.ts";

const discoveryId = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const reader = testReader();

function change(
  type: string,
  name: string,
  actions: readonly string[],
  before: object | null,
  after: object | null = null,
) {
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    change: { actions, before, after, after_unknown: {} },
  };
}

const share = "alicloud_resource_manager_resource_share";
const sharedResource = "alicloud_resource_manager_shared_resource";
const sharedTarget = "alicloud_resource_manager_shared_target";
const shared = { resource_share_id: "rs-1", resource_id: discoveryId, resource_type: "IpamResourceDiscovery" };
const target = { resource_share_id: "rs-1", target_id: "1234567890" };

function plan(changes: readonly object[], prior: readonly object[] = []): string {
  return JSON.stringify({
    format_version: "1.2",
    prior_state: { values: { root_module: { child_modules: [{ resources: prior }] } } },
    resource_changes: changes,
    configuration: {
      provider_config: { alicloud: { name: "alicloud", expressions: { region: { constant_value: "cn-hangzhou" } } } },
      root_module: { resources: [{ address: `${sharedResource}.net`, provider_config_key: "alicloud" }] },
    },
  });
}

describe("A plan", () => {
  it("ends associations through a shared resource that it deletes or replaces", async () => {
    const { kind, changes } = await reader.readPlan(
      plan([
        change(sharedResource, "net", ["delete", "create"], shared, shared),
        change(sharedTarget, "net", ["no-op"], target, target),
      ]),
    );
    expect(kind).toBe("plan");
    expect(changes).toEqual([
      {
        kind: "sharedResourceRemoved",
        subject: { address: `${sharedResource}.net` },
        region: "cn-hangzhou",
        replaced: true,
        discoveries: [{ id: discoveryId }],
        ipams: [],
        targets: ["1234567890"],
        operatingRegions: [],
      },
    ]);
  });

  it("ends them through a share, or for one account, though what is shared stands only in the prior state", async () => {
    const prior = [{ address: `module.a.${sharedResource}.net`, type: sharedResource, values: shared }];
    const { changes } = await reader.readPlan(
      plan(
        [
          change(share, "net", ["delete"], { id: "rs-1", resource_share_name: "net" }),
          change(sharedTarget, "net", ["delete"], target),
          change(share, "other", ["delete"], { id: "rs-2" }),
        ],
        prior,
      ),
    );
    expect(changes.map(({ kind, discoveries, targets }) => [kind, discoveries, targets])).toEqual([
      ["shareRemoved", [{ id: discoveryId }], ["1234567890"]],
      ["sharedTargetRemoved", [{ id: discoveryId }], ["1234567890"]],
    ]);
  });

  it("removes IPAMs, discoveries and operating regions, and forgets without destroying", async () => {
    const ipam = { id: "ipam-k3v9qx2m7tdh4wz1", ipam_name: "hub", region_id: "cn-shanghai" };
    const { changes, ids } = await reader.readPlan(
      plan([
        change("alicloud_vpc_ipam_ipam", "hub", ["delete"], ipam),
        change("alicloud_vpc_ipam_ipam", "kept", ["forget"], { ...ipam, id: "ipam-kept0000000000" }),
        change(
          "alicloud_vpc_ipam_ipam_resource_discovery",
          "spoke",
          ["update"],
          { id: discoveryId, operating_region_list: ["cn-hangzhou", "cn-beijing"] },
          { id: discoveryId, operating_region_list: ["cn-beijing"] },
        ),
        change("aws_vpc_ipam", "x", ["delete"], { id: "ipam-0123456789abcdef0" }),
      ]),
    );
    expect(changes.map(({ kind, region, operatingRegions }) => [kind, region, operatingRegions])).toEqual([
      ["ipamRemoved", "cn-shanghai", []],
      ["operatingRegionsRemoved", undefined, ["cn-hangzhou"]],
    ]);
    expect(ids.get("alicloud_vpc_ipam_ipam_resource_discovery.spoke")).toBe(discoveryId);
  });

  it("with quotes, brackets and braces in its texts is read all the same", async () => {
    const odd = { ...shared, note: '{"a": [ \\" }' };
    const { changes } = await reader.readPlan(plan([change(sharedResource, "net", ["delete"], odd)]));
    expect(changes).toHaveLength(1);
  });
});

describe("A state", () => {
  it("gives ids by address, in modules too", async () => {
    const text = JSON.stringify({
      values: {
        root_module: {
          resources: [
            {
              address: "alicloud_vpc_ipam_ipam.hub",
              type: "alicloud_vpc_ipam_ipam",
              values: { id: "ipam-a1b2c3d4e5f6g7" },
            },
          ],
          child_modules: [
            {
              resources: [
                {
                  address: 'module.m.alicloud_vpc_ipam_ipam_resource_discovery.s["a"]',
                  type: "alicloud_vpc_ipam_ipam_resource_discovery",
                  values: { id: discoveryId, ipam_resource_discovery_name: "s" },
                },
              ],
            },
          ],
        },
      },
    });
    const { kind, ids, changes } = await reader.readPlan(text);
    expect([kind, changes]).toEqual(["state", []]);
    expect([...ids]).toEqual([
      ["alicloud_vpc_ipam_ipam.hub", "ipam-a1b2c3d4e5f6g7"],
      ['module.m.alicloud_vpc_ipam_ipam_resource_discovery.s["a"]', discoveryId],
    ]);
  });

  it("may be the state file itself", async () => {
    const text = JSON.stringify({
      version: 4,
      resources: [
        {
          mode: "managed",
          type: "alicloud_vpc_ipam_ipam",
          name: "hub",
          instances: [{ index_key: "east", attributes: { id: "ipam-a1b2c3d4e5f6g7" } }],
        },
      ],
    });
    expect([...(await reader.readPlan(text)).ids]).toEqual([
      ['alicloud_vpc_ipam_ipam.hub["east"]', "ipam-a1b2c3d4e5f6g7"],
    ]);
  });
});

it("A document that is neither is said to be neither", async () => {
  expect((await reader.readPlan("{}")).kind).toBe("neither");
  expect((await reader.readPlan("no JSON at all {[")).kind).toBe("neither");
});
