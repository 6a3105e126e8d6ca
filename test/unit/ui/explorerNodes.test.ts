import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ContentsFilter } from "../../../src/ipam/ContentsFilter.ts";
import { Inventory } from "../../../src/ipam/Inventory.ts";
import type { Region } from "../../../src/ipam/regions.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import type { ExplorerNode } from "../../../src/ui/explorer/ExplorerNode.ts";
import { childNodes, topNodes } from "../../../src/ui/explorer/explorerNodes.ts";
import type { Grouping } from "../../../src/ui/explorer/Grouping.ts";
import type { ShownAccount } from "../../../src/ui/explorer/ShownAccount.ts";
import { testCloud } from "../../support/testCloud.ts";

const regions: readonly Region[] = ["cn-hangzhou", "cn-shanghai", "eu-central-1"];

let simulator: Simulator;
let accounts: readonly ShownAccount[];

beforeAll(async () => {
  simulator = await Simulator.start();
  const cloud = testCloud(simulator);
  accounts = simulator.organisation.accounts.map(({ id, accessKeys }, position) => {
    const [key] = accessKeys;
    if (!key) throw new Error("The account has no key.");
    const name = ["hub", "payments", "lake"][position] ?? "";
    return {
      profile: { id: `profile-${name}`, name, accountId: id, isActive: position === 0, isDemo: false },
      inventory: new Inventory(
        cloud.ipamApi(async () => key),
        regions,
        () => 1,
      ),
    };
  });
  await Promise.all(accounts.map(({ inventory }) => inventory.load()));
});

afterAll(() => simulator.close());

/** Rows as a person sees them, each level set in. */
function outline(grouping: Grouping, filter = "", shown = accounts): readonly string[] {
  const wanted = filter === "" ? undefined : new ContentsFilter(filter, (region) => region);
  return topNodes(shown, grouping, wanted).flatMap((node) => lines(node, ""));
}

function lines(node: ExplorerNode, indent: string): readonly string[] {
  return [`${indent}${nameOf(node)}`, ...childNodes(node).flatMap((child) => lines(child, `${indent}- `))];
}

function nameOf(node: ExplorerNode): string {
  switch (node.kind) {
    case "account":
      return node.profile.name;
    case "ipam":
      return node.account ? `${node.account}: ${node.joined.ipam.name}` : node.joined.ipam.name;
    case "association":
      return node.isBelowDiscovery
        ? (node.association.ipam?.name ?? node.association.ipamId)
        : node.association.discovery?.name || "unnamed";
    case "discovery":
      return node.discovery?.name || "unnamed";
    case "region":
      return node.region;
    case "notice":
      return node.notice;
    default:
      return node.kind;
  }
}

/** Of all rows that can be reached, each id once or twice. */
function repeatedIds(grouping: Grouping): readonly string[] {
  const ids: string[] = [];
  const visit = (node: ExplorerNode): void => {
    ids.push(node.id);
    for (const child of childNodes(node)) visit(child);
  };
  for (const node of topNodes(accounts, grouping, undefined)) visit(node);
  return ids.filter((id, position) => ids.indexOf(id) !== position);
}

describe("topNodes", () => {
  it.each(["account", "region", "ipam", "discovery"] as const)("gives each row an id of its own, by %s", (grouping) => {
    expect(repeatedIds(grouping)).toEqual([]);
  });

  it("keeps the view of each account, grouped by account", () => {
    const rows = outline("account");
    expect(rows.filter((row) => !row.startsWith("-"))).toEqual(["hub", "payments", "lake"]);
    // What the hub sees of the payments account's IPAM: an association from the discovery owner's side.
    expect(rows.slice(0, rows.indexOf("payments"))).toContain("- ownerSide");
    expect(rows).toContain("- payments-ipam");
  });

  it("says whose an IPAM is where accounts stand side by side, and shows no association twice", () => {
    const rows = outline("ipam");
    expect(rows).toContain("payments: payments-ipam");
    expect(rows.filter((row) => row.includes("hub-lab"))).toHaveLength(2);
    expect(rows).not.toContain("ownerSide");
    expect(outline("ipam", "", accounts.slice(0, 1))).toContain("ownerSide");
    expect(outline("ipam", "", accounts.slice(0, 1))).toContain("hub-shanghai");
  });

  it("lists the regions that hold something in their order, grouped by region", () => {
    expect(outline("region").filter((row) => !row.startsWith("-"))).toEqual(regions);
  });

  it("lists under each discovery the IPAMs that see it, once each, and those that none sees", () => {
    const rows = outline("discovery");
    const lab = rows.indexOf("hub-lab");
    expect(rows.slice(lab, lab + 4).slice(0, 3)).toEqual(["hub-lab", "- hub-shanghai", "- payments-ipam"]);
    const unwatched = rows.indexOf("data-lake-shanghai");
    expect(unwatched).toBeGreaterThan(0);
    expect(rows[unwatched + 1]).not.toMatch(/^-/);
  });

  it("finds with a filter what no IPAM sees, and leaves out accounts in which nothing matches", () => {
    expect(outline("discovery", "data-lake-shanghai")).toEqual(["data-lake-shanghai"]);
    expect(outline("account", "payments-ipam")).toEqual(expect.arrayContaining(["payments", "- payments-ipam"]));
    expect(outline("account", "hub-east-china")).not.toContain("lake");
    for (const grouping of ["account", "region", "ipam", "discovery"] as const) {
      expect(outline(grouping, "nothing-of-that-name")).toEqual(["noMatch"]);
    }
  });
});

describe("The row of a refusal", () => {
  it.each([
    ["Forbidden.RAM", true],
    ["Forbidden.QueryShareResource", false],
  ])("offers a RAM policy against %s only where a policy helps: %s", async (code, offered) => {
    const [hub] = accounts;
    if (!hub) throw new Error("There is no account.");
    const rule = simulator.inject({ fault: { kind: "error", status: 403, code } });
    await hub.inventory.load();
    const details = failureDetailsOf(hub);
    expect(details.length).toBeGreaterThan(2);
    expect(details.includes("copyRamPolicy")).toBe(offered);
    rule.remove();
    await hub.inventory.load();
  });
});

/** What stands below the failures of an account. */
function failureDetailsOf(account: ShownAccount): readonly string[] {
  return topNodes([account], "ipam", undefined)
    .filter(({ kind }) => kind === "failure")
    .flatMap(childNodes)
    .flatMap((node) => (node.kind === "failureDetail" ? [node.detail.what] : []));
}
