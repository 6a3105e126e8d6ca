import { describe, expect, it } from "vitest";
import { addressBlocks } from "../../../src/ipam/addressBlocks.ts";
import { exportBlocks } from "../../../src/ipam/exportBlocks.ts";
import { vpc } from "../../support/resources.ts";

const blocks = addressBlocks([vpc('=core, "main"', "10.24.0.0/16"), vpc("a | b", "10.24.128.0/17")]);

describe("Blocks as a file", () => {
  it("name what overlaps in every form", () => {
    const rows: readonly Record<string, string>[] = JSON.parse(exportBlocks(blocks, blocks, "json"));
    expect(rows.map(({ cidr, overlaps, used }) => [cidr, overlaps, used])).toEqual([
      ["10.24.0.0/16", "10.24.128.0/17 vpc-a | b", "0.25"],
      ["10.24.128.0/17", '10.24.0.0/16 vpc-=core, "main"', "0.25"],
    ]);
  });

  it("are no formula for a spreadsheet, and stay in their cell", () => {
    const [head, first] = exportBlocks(blocks, blocks, "csv").split("\r\n");
    expect(head).toBe("cidr,name,type,id,vpcId,region,ownerId,used,overlaps,discoveryIds,discoveredAt");
    expect(first).toContain('10.24.0.0/16,"\'=core, ""main""",VPC');
    expect(exportBlocks(blocks, blocks, "md").split("\n")[3]).toContain("a \\| b");
  });
});
