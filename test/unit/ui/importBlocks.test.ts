import { describe, expect, it } from "vitest";
import type { JoinedAssociation } from "../../../src/ipam/RegionInventory.ts";
import { arn } from "../../../src/ui/common/arn.ts";
import { ramPolicy } from "../../../src/ui/common/ramPolicy.ts";
import { importBlocks } from "../../../src/ui/explorer/importBlocks.ts";
import { association, discovery, ipam } from "../../support/records.ts";
import { testReader } from "../../support/testReader.ts";

const ipamId = "ipam-k3v9qx2m7tdh4wz1";
const discoveryId = "ipam-res-disco-m4q8zt2vxk7w3hcr";

function row(fields: Partial<JoinedAssociation> = {}): JoinedAssociation {
  const names = { ipam: ipam({ name: "Hub – East China" }), discovery: discovery({ name: "7 支付 cells" }) };
  return {
    ...association({ ipamId, discoveryId }),
    provenance: "shared",
    removability: "removable",
    ...names,
    ...fields,
  };
}

/** The ids of the blocks, as a reader of Terraform finds them; empty when the text is none. */
async function idsIn(text: string): Promise<readonly (string | undefined)[]> {
  const reader = testReader();
  const file = await reader.read({ key: "a", path: "main.tf", text });
  return reader.references(reader.module([file]), file).map(({ id }) => id);
}

describe("Terraform import blocks", () => {
  it("name both ends, with addresses made of their names", () => {
    expect(importBlocks([row()])).toBe(
      [
        "import {",
        "  to = alicloud_vpc_ipam_ipam.hub_east_china",
        `  id = "${ipamId}"`,
        "}",
        "",
        "import {",
        "  to = alicloud_vpc_ipam_ipam_resource_discovery._7_cells",
        `  id = "${discoveryId}"`,
        "}",
        "",
      ].join("\n"),
    );
  });

  it("name each end once, and no two by the same address", async () => {
    const others = ["ipam-res-disco-q2w7kz5xm9vt", "ipam-res-disco-h8d3kz5xm9vt"].map((id) => row({ discoveryId: id }));
    const text = importBlocks([row(), ...others]);
    expect(text.match(/to = .*/g)).toEqual([
      "to = alicloud_vpc_ipam_ipam.hub_east_china",
      "to = alicloud_vpc_ipam_ipam_resource_discovery._7_cells",
      "to = alicloud_vpc_ipam_ipam_resource_discovery._7_cells_2",
      "to = alicloud_vpc_ipam_ipam_resource_discovery._7_cells_3",
    ]);
    expect(await idsIn(text)).toEqual(expect.arrayContaining([ipamId, discoveryId, "ipam-res-disco-q2w7kz5xm9vt"]));
  });

  it("have none for the own default discovery, which comes and goes with its IPAM", () => {
    expect(importBlocks([row({ removability: "ownDefault" })])).not.toContain("resource_discovery");
  });

  it("let a hostile id neither end its quotes nor become a template", () => {
    const id = 'x"\n} $' + '{file("/etc/passwd")} %{ if true }\\';
    const text = importBlocks([row({ ipam: undefined, ipamId: id })]);
    expect(text.split("\n")[2]).toBe('  id = "x\\" } $$' + '{file(\\"/etc/passwd\\")} %%{ if true }\\\\"');
  });
});

describe("The RAM policy of a selection", () => {
  it("allows changes of exactly its ARNs, and `*` only for an owner that is not known", () => {
    const resources = [
      arn("ipam", "cn-hangzhou", "", "ipam-a1"),
      arn("ipamresourcediscovery", "cn-hangzhou", "1882009915530042", "ipam-res-disco-shared"),
    ];
    const { Statement } = JSON.parse(ramPolicy(resources));
    expect(Statement[1].Resource).toEqual([
      "acs:vpc:cn-hangzhou:*:ipam/ipam-a1",
      "acs:vpc:cn-hangzhou:1882009915530042:ipamresourcediscovery/ipam-res-disco-shared",
    ]);
  });
});
