import { monitorEventLoopDelay } from "node:perf_hooks";
import { joinRegion } from "../../src/ipam/joinRegion.ts";
import { AccountIndex } from "../../src/ui/editor/AccountIndex.ts";
import { knowledgeText, subjectsOf } from "../../src/ui/editor/knowledgeText.ts";
import { lensGroups } from "../../src/ui/editor/lensGroups.ts";
import { pairsOf } from "../../src/ui/editor/pairsOf.ts";
import { english } from "../support/english.ts";
import { association, discovery, ipam } from "../support/records.ts";
import { testReader } from "../support/testReader.ts";

/** Lines of one block and the empty line behind it. */
const linesPerBlock = 10;

/**
 * One keystroke to the texts of all lenses, in Terraform that is nothing but blocks with lenses, every other of them known
 * to an account of 200 discoveries: reading, references, what is known of each, and the words.
 */
export async function measureLenses(): Promise<Readonly<Record<string, number>>> {
  const figures: Record<string, number> = {};
  for (const lines of [200, 2_000, 20_000]) figures[`keystrokeToLenses${lines}LinesMs`] = await measure(lines);
  figures["firstLenses20000LinesLongestTurnMs"] = await longestTurn(20_000);
  return figures;
}

/** The longest that a first reading, with all that follows from it, keeps everything else waiting. */
async function longestTurn(lines: number): Promise<number> {
  const text = terraform(lines);
  const index = account();
  const turns: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const reader = testReader();
    await reader.read({ key: "warm", path: "warm.tf", text: "locals {\n}\n" });
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const file = await reader.read({ key: "now", path: "main.tf", text });
    // As the editor's parts do: each of these steps has a turn of its own.
    await nextTurn();
    const module = reader.module([file]);
    await nextTurn();
    for (const { references } of lensGroups(reader.references(module, file))) {
      references.map((reference) => index.knowledge(reference));
    }
    await nextTurn();
    delay.disable();
    turns.push(delay.max / 1e6);
  }
  return Math.round(turns.sort((a, b) => a - b)[2] ?? Number.NaN);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function measure(lines: number): Promise<number> {
  const text = terraform(lines);
  const index = account();
  const strokes: number[] = [];
  // The first rounds warm the compiler up.
  for (let round = 0; round < 4; round += 1) {
    const reader = testReader();
    await reader.read({ key: "now", path: "main.tf", text });
    for (let stroke = 1; stroke <= 8; stroke += 1) {
      const typed = text.replace("hub-7 ", `hub-7 ${"x".repeat(stroke)}`);
      const before = performance.now();
      const file = await reader.read({ key: "now", path: "main.tf", text: typed });
      const groups = lensGroups(reader.references(reader.module([file]), file));
      for (const { references } of groups) {
        const knowledge = references.map((reference) => index.knowledge(reference));
        knowledgeText(knowledge, references[0]?.region, { account: "ops", now: 0, t: english });
        pairsOf(subjectsOf(knowledge), "profile");
      }
      strokes.push(performance.now() - before);
    }
  }
  const warm = strokes.slice(8).sort((a, b) => a - b);
  return Math.round((warm[Math.floor(warm.length / 2)] ?? Number.NaN) * 100) / 100;
}

/** An account whose IPAM watches through 200 discoveries. */
function account(): AccountIndex {
  const ids = Array.from({ length: 200 }, (_, index) => discoveryId(index));
  const discoveries = ids.map((id, index) => discovery({ discoveryId: id, name: `hub-${index}` }));
  const associations = ids.map((id) => association({ discoveryId: id }));
  const contents = joinRegion([ipam()], associations, discoveries, [], true);
  return new AccountIndex([{ region: "cn-hangzhou", state: "loaded", contents, readAt: 0 }]);
}

function discoveryId(index: number): string {
  return `ipam-res-disco-${String(index).padStart(15, "0")}x`;
}

function terraform(lines: number): string {
  return Array.from({ length: lines / linesPerBlock }, (_, index) => block(index)).join("\n");
}

function block(index: number): string {
  if (index % 2 === 0) {
    return `resource "alicloud_resource_manager_shared_resource" "r${index}" {
  # Shared with the network team, which plans with it.
  resource_id       = "${discoveryId(index % 200)}"
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
