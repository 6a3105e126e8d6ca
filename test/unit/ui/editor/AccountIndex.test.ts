import { describe, expect, it } from "vitest";
import { IpamError } from "../../../../src/ipam/IpamError.ts";
import { joinRegion } from "../../../../src/ipam/joinRegion.ts";
import type { RegionInventory } from "../../../../src/ipam/RegionInventory.ts";
import { AccountIndex } from "../../../../src/ui/editor/AccountIndex.ts";
import { knowledgeText, rowsOf, subjectsOf } from "../../../../src/ui/editor/knowledgeText.ts";
import { pairsOf } from "../../../../src/ui/editor/pairsOf.ts";
import { english } from "../../../support/english.ts";
import { association, discovery, ipam } from "../../../support/records.ts";
import { type Files, referencesOf } from "../../../support/testReader.ts";

const hub = "ipam-k3v9qx2m7tdh4wz1";
const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const ownDefault = "ipam-res-disco-h8r2mwk5vt3q9xzc";
const spare = "ipam-res-disco-d5n8ry2jw6kt4qvz";
const minute = 60_000;
const now = 100 * minute;

const records = [
  [ipam({ ipamId: hub, name: "hub-east", defaultDiscoveryId: ownDefault })],
  [
    association({ ipamId: hub, discoveryId: payments }),
    association({ ipamId: hub, discoveryId: ownDefault, discoveryOwnerId: "1203715520147781" }),
  ],
  [discovery({ discoveryId: payments, name: "payments" }), discovery({ discoveryId: spare, name: "spare" })],
] as const;
const hangzhou: RegionInventory = {
  region: "cn-hangzhou",
  state: "loaded",
  readAt: now - 3 * minute,
  contents: joinRegion(...records, [], true),
};
const emptyShanghai: RegionInventory = {
  region: "cn-shanghai",
  state: "loaded",
  readAt: now,
  contents: joinRegion([], [], []),
};

/** What the lens over the first declaration or id of a file says, and which pairs could be dry-run from it. */
async function shown(
  files: Files | string,
  snapshots: readonly RegionInventory[] = [hangzhou, emptyShanghai],
): Promise<{ readonly text: string | undefined; readonly pairs: readonly string[] }> {
  const references = await referencesOf(typeof files === "string" ? { "main.tf": files } : files);
  const reference = references.find(({ form }) => form !== "use");
  if (!reference) throw new Error("The file names nothing.");
  const knowledge = new AccountIndex(snapshots).knowledge(reference);
  const text = knowledgeText([knowledge], reference.region, { account: "ops", now, t: english });
  const pairs = pairsOf(subjectsOf([knowledge]), "p").map(({ target }) => `${target.ipamId} ${target.discoveryId}`);
  return { text, pairs };
}

const provider = 'provider "alicloud" {\n  region = "cn-hangzhou"\n}\n';
const named = (kind: string, field: string, name: string) =>
  `resource "alicloud_vpc_ipam_${kind}" "x" {\n  ${field} = "${name}"\n}\n${provider}`;

describe("What stands over an IPAM", () => {
  it("is found by its imported id, with its associations and the age of that knowledge", async () => {
    const text = `resource "alicloud_vpc_ipam_ipam" "x" {}\nimport {\n  to = alicloud_vpc_ipam_ipam.x\n  id = "${hub}"\n}`;
    expect(await shown(text)).toEqual({
      text: "Associated with payments · read 3 min ago",
      pairs: [`${hub} ${payments}`],
    });
  });

  it("is found by its literal name and region", async () => {
    expect((await shown(named("ipam", "ipam_name", "hub-east"))).text).toBe(
      "Associated with payments · read 3 min ago",
    );
  });

  it("has nothing but its own default discovery", async () => {
    const contents = joinRegion(records[0], [records[1][1]], []);
    const alone: RegionInventory = { region: "cn-hangzhou", state: "loaded", readAt: now, contents };
    const text = "Associated with its own default discovery only · read just now";
    expect(await shown(`# ${hub}`, [alone])).toEqual({ text, pairs: [] });
  });

  it("names two of many, and counts the others", async () => {
    const rows = [1, 2, 3, 4].map((index) => association({ ipamId: hub, discoveryId: `ipam-res-disco-${index}` }));
    const contents = joinRegion(records[0], rows, []);
    const many: RegionInventory = { region: "cn-hangzhou", state: "loaded", readAt: now, contents };
    expect((await shown(`# ${hub}`, [many])).text).toBe(
      "Associated with ipam-res-disco-1, ipam-res-disco-2 and 2 more · read just now",
    );
  });

  it("is not found by a name that it has in another region", async () => {
    const text = named("ipam", "ipam_name", "hub-east").replace("cn-hangzhou", "cn-shanghai");
    expect((await shown(text)).text).toBe("Not in account ops · read just now");
  });

  it("is not guessed where two have its name", async () => {
    const twin = joinRegion([ipam({ ipamId: "ipam-2", name: "hub-east" }), ipam({ name: "hub-east" })], [], []);
    const two = { ...hangzhou, contents: twin } as RegionInventory;
    expect((await shown(named("ipam", "ipam_name", "hub-east"), [two])).text).toBe("No id or name here to find it by");
  });

  it("says so when nothing names it", async () => {
    expect((await shown('resource "alicloud_vpc_ipam_ipam" "x" {}')).text).toBe("No id or name here to find it by");
  });
});

describe("What stands over a discovery", () => {
  it("counts its own association, which can be dry-run", async () => {
    const text = named("ipam_resource_discovery", "ipam_resource_discovery_name", "payments");
    expect(await shown(text)).toEqual({
      text: "Associated with hub-east · read 3 min ago",
      pairs: [`${hub} ${payments}`],
    });
  });

  it("offers no dry run of an IPAM's own default one, which cannot be dissociated", async () => {
    expect(await shown(`# ${ownDefault}`)).toEqual({
      text: "Default discovery of hub-east · read 3 min ago",
      pairs: [],
    });
  });

  it("knows one that nothing is associated with", async () => {
    expect((await shown(`# ${spare}`)).text).toBe("No association · read 3 min ago");
  });

  it("is not said to be missing where a list that may hold it was not read", async () => {
    const some = { ...hangzhou, contents: joinRegion(...records, [], false) } as RegionInventory;
    const unknown = "# ipam-res-disco-zzzzzzzzzzzzzzz1";
    expect((await shown(unknown, [some])).text).toBe("No association in account ops · read 3 min ago");
    expect((await shown(unknown, [hangzhou])).text).toBe("Not in account ops · read 3 min ago");
  });

  it("is told to be in another region than the file says", async () => {
    const command = `aliyun vpcipam GetX --RegionId cn-shanghai --Id ${payments}`;
    expect((await shown({ "x.sh": command })).text).toBe("Associated with hub-east · cn-hangzhou · read 3 min ago");
  });
});

describe("What stands over a share", () => {
  it("is what its discoveries are associated with", async () => {
    const text = `resource "alicloud_resource_manager_shared_resource" "x" {
  resource_id       = "${payments}"
  resource_share_id = "rs-1"
  resource_type     = "IpamResourceDiscovery"
}`;
    expect(await shown(text)).toEqual({
      text: "Associated with hub-east · read 3 min ago",
      pairs: [`${hub} ${payments}`],
    });
  });
});

describe("What is not known", () => {
  const id = "# ipam-k3v9qx2m7tdh4zzz1";
  const error = new IpamError({ reason: "timeout", what: "w", advice: "a", effect: "no" });

  it("is being read while a region has not answered", async () => {
    expect((await shown(id, [hangzhou, { region: "cn-shanghai", state: "loading" }])).text).toBe(
      "Reading associations…",
    );
  });

  it("could not be read where a region failed", async () => {
    const failed: RegionInventory = { region: "cn-shanghai", state: "failed", error };
    expect((await shown(id, [hangzhou, failed])).text).toBe("Associations in cn-shanghai could not be read");
  });

  it("could not be read where a list is not complete that may hold it", async () => {
    const gap = (action: string) => new IpamError({ ...error.detail, reason: "badAnswer", action });
    const withGap = (action: string): RegionInventory => ({
      ...{ region: "cn-hangzhou", state: "loaded", readAt: now },
      contents: joinRegion(records[0], [records[1][1]], [], [gap(action)]),
    });
    const unread = "Associations in cn-hangzhou could not be read";
    const associations = "ListIpamResourceDiscoveryAssociations";
    // Its only association is that with its own default discovery, as far as the list goes.
    expect((await shown(`# ${hub}`, [withGap(associations)])).text).toBe(unread);
    expect((await shown("# ipam-res-disco-zzzzzzzzzzzzzzz1", [withGap(associations)])).text).toBe(unread);
    expect((await shown(id, [withGap("ListIpams")])).text).toBe(unread);
    expect((await shown(`# ${hub}`, [withGap("ListIpams")])).text).toMatch(/^Associated with its own default/);
  });

  it("is outside of the regions that are read", async () => {
    const text = named("ipam", "ipam_name", "hub-east").replace("cn-hangzhou", "eu-central-1");
    expect((await shown(text)).text).toBe("eu-central-1 is not among the regions that are read");
  });

  it("is not counted as no association while only the IPAMs of a region are there", async () => {
    const early: RegionInventory = {
      region: "cn-hangzhou",
      state: "loading",
      contents: joinRegion(records[0], [], []),
    };
    expect((await shown(`# ${hub}`, [early])).text).toBe("Reading associations…");
  });
});

it("Associations of several subjects are counted once each", async () => {
  const references = await referencesOf({ "a.tf": `# ${hub} ${payments}` });
  const index = new AccountIndex([hangzhou]);
  expect(rowsOf(subjectsOf(references.map((reference) => index.knowledge(reference))))).toHaveLength(2);
});
