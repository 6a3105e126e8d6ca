import { testReader } from "../support/testReader.ts";

/** Lines of one block and the empty line behind it. */
const linesPerBlock = 10;

/**
 * Reading Terraform that is nothing but IPAMs, discoveries and shares, which is the most there can be to read: the first
 * reading, a keystroke to updated references, and the comparison with the version before it: after that keystroke, and
 * after a tenth of all blocks was removed.
 */
export async function measureReading(): Promise<Readonly<Record<string, number>>> {
  const figures: Record<string, number> = {};
  for (const lines of [200, 2_000, 20_000]) {
    const { first, keystroke, compare, removal } = await measure(lines);
    figures[`read${lines}LinesMs`] = first;
    figures[`keystroke${lines}LinesMs`] = keystroke;
    figures[`compare${lines}LinesMs`] = compare;
    figures[`compareRemoval${lines}LinesMs`] = removal;
  }
  return figures;
}

async function measure(lines: number) {
  const text = terraform(lines / linesPerBlock);
  const path = "main.tf";
  const firsts: number[] = [];
  const keystrokes: number[] = [];
  const compares: number[] = [];
  const removals: number[] = [];
  // The first rounds warm the compiler up.
  for (let round = 0; round < 7; round += 1) {
    const reader = testReader();
    await reader.read({ key: "warm", path: "warm.tf", text: "locals {\n}\n" });
    const base = reader.module([await reader.read({ key: "base", path, text })]);
    const start = performance.now();
    await reader.read({ key: "now", path, text });
    firsts.push(performance.now() - start);
    for (let stroke = 1; stroke <= 5; stroke += 1) {
      const typed = text.replace("hub-7 ", `hub-7 ${"x".repeat(stroke)}`);
      const before = performance.now();
      const file = await reader.read({ key: "now", path, text: typed });
      const module = reader.module([file]);
      reader.references(module, file);
      keystrokes.push(performance.now() - before);
      const compared = performance.now();
      reader.compare(base, module);
      compares.push(performance.now() - compared);
    }
    // The last tenth of all blocks goes.
    const shorter = terraform((lines / linesPerBlock) * 0.9);
    const less = reader.module([await reader.read({ key: "less", path, text: shorter })]);
    const removed = performance.now();
    reader.compare(base, less);
    removals.push(performance.now() - removed);
  }
  return {
    first: median(firsts.slice(2)),
    keystroke: median(keystrokes.slice(10)),
    compare: median(compares.slice(10)),
    removal: median(removals.slice(2)),
  };
}

function terraform(blocks: number): string {
  return Array.from({ length: blocks }, (_, index) => block(index)).join("\n");
}

function block(index: number): string {
  if (index % 2 === 0) {
    return `resource "alicloud_resource_manager_shared_resource" "r${index}" {
  # Shared with the network team, which plans with it.
  resource_id       = alicloud_vpc_ipam_ipam_resource_discovery.d${index + 1}.id
  resource_share_id = "rs-${index % 40}"
  resource_type     = "IpamResourceDiscovery"
  lifecycle {
    prevent_destroy = true
  }
}
`;
  }
  return `resource "alicloud_vpc_ipam_ipam_resource_discovery" "d${index}" {
  ipam_resource_discovery_name        = "hub-${index} "
  ipam_resource_discovery_description = "Watches \${local.where} for the hub"
  operating_region_list               = ["cn-hangzhou", "cn-shanghai"]
  tags = {
    team = "net"
    cost = "${index}"
  }
}
`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? Number.NaN) * 100) / 100;
}
