import { describe, expect, it } from "vitest";
import { lensGroups } from "../../../../src/ui/editor/lensGroups.ts";
import { referencesOf } from "../../../support/testReader.ts";

const hub = "ipam-k3v9qx2m7tdh4wz1";
const one = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const other = "ipam-res-disco-d5n8ry2jw6kt4qvz";

/** The line and the number of references of each row of lenses. */
async function rows(text: string, path = "main.tf"): Promise<readonly string[]> {
  const groups = lensGroups(await referencesOf({ [path]: text }));
  return groups.map(({ range, references }) => `${range.start.line}: ${references.length}`);
}

describe("Rows of lenses", () => {
  it("stand over declarations, not over references to them", async () => {
    const text = 'resource "alicloud_vpc_ipam_ipam" "x" {\n}\noutput "y" {\n  value = alicloud_vpc_ipam_ipam.x.id\n}';
    expect(await rows(text)).toEqual(["0: 1"]);
  });

  it("are one for all ids of a line, and each id counts once", async () => {
    expect(await rows(`# ${hub} ${one} ${other} ${hub}\n# ${one}`)).toEqual(["0: 3", "1: 1"]);
  });

  it("say nothing twice of the id that a declaration is about", async () => {
    const text = `resource "alicloud_resource_manager_shared_resource" "x" {
  resource_id       = "${one}"
  resource_share_id = "rs-1"
  resource_type     = "IpamResourceDiscovery"
  # ${other}
}`;
    expect(await rows(text)).toEqual(["0: 1", "4: 1"]);
  });

  it("are never more than a bounded number", async () => {
    const text = Array.from({ length: 4_000 }, (_, index) => `# ipam-${String(index).padStart(15, "0")}x`).join("\n");
    expect((await rows(text)).length).toBe(2_000);
  });

  it("keep their places while lines move", async () => {
    const text = `# ${one}\nresource "alicloud_vpc_ipam_ipam" "x" {\n}\n# ${one}\n`;
    const places = async (moved: string) =>
      lensGroups(await referencesOf({ "main.tf": moved })).map(({ place }) => place);
    expect(await places(`\n\n${text}`)).toEqual(await places(text));
    expect(new Set(await places(text)).size).toBe(3);
  });
});
