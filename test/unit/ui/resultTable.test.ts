import { describe, expect, it, vi } from "vitest";
import { BulkRun } from "../../../src/ipam/BulkRun.ts";
import type { TargetEnd } from "../../../src/ipam/ChangeStep.ts";
import type { DissociationCheck } from "../../../src/ipam/DissociationCheck.ts";
import { IpamError } from "../../../src/ipam/IpamError.ts";
import type { Settlement } from "../../../src/ipam/Settlement.ts";
import type { Target } from "../../../src/ipam/Target.ts";
import { markdownTable } from "../../../src/ui/common/markdownTable.ts";
import type { PageRow } from "../../../src/ui/common/PageTable.ts";
import { drawResults } from "../../../src/ui/results/drawResults.ts";
import { resultTable } from "../../../src/ui/results/resultTable.ts";
import { association } from "../../support/records.ts";

vi.mock("vscode", async () => {
  const { english } = await import("../../support/english.ts");
  const t: typeof english = (message, ...words) => {
    const [first] = words;
    if (typeof first !== "object") return english(message, ...words);
    return message.replace(/\{(\w+)\}/g, (_, name: keyof typeof first) => String(first[name] ?? "?"));
  };
  return { l10n: { t }, env: { language: "en" } };
});

const at = Date.parse("2026-03-01T10:00:00Z");
const error = new IpamError({
  ...{ reason: "forbidden", what: "No permission: {ramAction}.", advice: "Ask for it.", effect: "no" },
  ...{ ramAction: "vpc:DissociateIpamResourceDiscovery", requestId: "R-403" },
} as const);

function target(number: number): Target {
  return { profile: "p", region: "cn-hangzhou", ipamId: "ipam-a1", discoveryId: `ipam-res-disco-${number}` };
}

function run(count: number): BulkRun {
  return new BulkRun(
    Array.from({ length: count }, (_, number) => ({
      target: target(number),
      names: { ipamName: "hub", discoveryName: `<b>cells</b> ${number}` },
      ownerId: "1882009915530042",
    })),
  );
}

function ready(number: number): DissociationCheck {
  const impact = { readAt: at, regions: [{ region: "cn-hangzhou", tally: { vpcs: 4, vSwitches: 9, atMost: false } }] };
  return {
    ...{ target: target(number), checkedAt: at, verdict: "ready", association: association(), ipam: undefined },
    ...{ requestId: `R-${number}`, impact },
  };
}

function checked(run: BulkRun, check: DissociationCheck): void {
  run.apply({ action: "dissociate", target: check.target, step: { phase: "checked", check } });
}

function ended(run: BulkRun, end: TargetEnd): void {
  run.apply({ action: "dissociate", target: end.target, step: { phase: "ended", end } });
}

const settled = (number: number, settlement: Settlement) => ({ target: target(number), settlement });

function table(of: BulkRun) {
  return resultTable({ work: "dryRun", account: "production (1203715520147781)", all: of.rows, shown: of.rows });
}

/** The result of a row, its reasons without the times. */
function result({ cells }: PageRow): string {
  return (cells[4] ?? []).map(({ text }) => text.replace(/\d+:\d+:\d+.[AP]M/g, "…")).join(" | ");
}

describe("The table of results", () => {
  it("names both ends, the owner, the region, what is lost and the RequestId of a target that passes", () => {
    const one = run(1);
    checked(one, ready(0));
    const [row] = table(one).rows;
    expect(row?.cells.map((lines) => lines.map(({ text }) => text))).toEqual([
      ["hub", "ipam-a1"],
      ["<b>cells</b> 0", "ipam-res-disco-0"],
      ["1882009915530042"],
      ["Hangzhou", "cn-hangzhou"],
      ["Passes", expect.stringMatching(/^at \d+:00:00/)],
      ["4 VPCs and 9 vSwitches in cn-hangzhou"],
      ["R-0"],
    ]);
  });

  it("says of each check how it came out, in words beside a picture", () => {
    const all = run(7);
    checked(all, ready(0));
    checked(all, { target: target(1), checkedAt: at, verdict: "refused", why: "ownDefault" });
    checked(all, { target: target(2), checkedAt: at, verdict: "refused", why: "service", error });
    checked(all, { target: target(3), checkedAt: at, verdict: "cannotTell", error });
    checked(all, { target: target(4), checkedAt: at, verdict: "alarm", observed: "gone", requestId: "R" });
    all.apply({ action: "dissociate", target: target(5), step: { phase: "checking" } });
    const { rows, summary } = table(all);
    expect(rows.map(result)).toEqual([
      "Passes | at …",
      "Refused | It is the IPAM's own default discovery, which goes only with the IPAM itself. | at …",
      "Refused | No permission: vpc:DissociateIpamResourceDiscovery. Ask for it. | at …",
      "Cannot tell | No permission: vpc:DissociateIpamResourceDiscovery. Ask for it. | at …",
      expect.stringMatching(/^Alarm \| Dissociated the association: .* answered its dry run/),
      "Under way | dry run…",
      "Waiting",
    ]);
    expect(rows.every(({ cells }) => cells[4]?.[0]?.icon)).toBe(true);
    expect(summary).toEqual([{ text: "1 passes, 2 refused, 1 cannot tell, 1 alarm, 1 under way, 1 waiting" }]);
  });

  it("says of a check without proof that nothing changed what was read after it", () => {
    const all = run(2);
    const unproven = new IpamError({ reason: "timeout", what: "", advice: "", effect: "maybe", requestId: "FIRST" });
    checked(all, { ...ready(0), unproven } as DissociationCheck);
    checked(all, { target: target(1), checkedAt: at, verdict: "refused", why: "service", error, unproven });
    const doubt = "One try of the dry run got no answer that proves that it changed nothing.";
    expect(table(all).rows.map(result)).toEqual([
      `Passes | ${doubt} Read again at once, the association was still there. RequestId: FIRST | at …`,
      expect.stringContaining(`Ask for it. | ${doubt}`),
    ]);
  });

  it("says of each dissociation what was observed, and of those that were not tried why", () => {
    const all = run(8);
    ended(all, settled(0, { outcome: "dissociated", requestId: "R-0", observedAt: at }));
    ended(all, settled(1, { outcome: "stillAssociated", requestId: "R-1", error: undefined, observedAt: at }));
    ended(all, settled(2, { outcome: "unknown", requestId: undefined, error, until: at }));
    ended(all, settled(3, { outcome: "refused", error }));
    ended(all, { target: target(4), leftWaiting: true });
    ended(all, { target: target(5), earlier: "underWay" });
    all.notTried([target(6)], false);
    all.notTried([target(7)], true);
    const { rows, summary } = table(all);
    expect(rows.map(result)).toEqual([
      "Dissociated | Read again at …: the association is gone.",
      "Still associated | Read again at …: the association is still there.",
      expect.stringMatching(
        /^Outcome unknown \| It could not be read up to …. Check again to find out\. \| No permission/,
      ),
      expect.stringMatching(/^Refused \| No permission/),
      expect.stringMatching(/^Not waited for \| The request was sent/),
      expect.stringMatching(/^Not sent \| Another window/),
      "Not tried | One before it was not seen to be dissociated.",
      "Not tried | You cancelled before its turn.",
    ]);
    expect(summary[0]?.text).toBe(
      "1 dissociated, 1 refused, 1 still associated, 1 not known, 1 not waited for, 1 not sent, 2 not tried",
    );
    expect(rows.map(({ cells }) => cells[6]?.[0]?.text)).toEqual(["R-0", "R-1", "R-403", "R-403", ...Array(4)]);
  });

  it("says of a change that no request left for why, and not that it was refused", () => {
    const one = run(1);
    ended(one, settled(0, { outcome: "refused", error, neverLeft: true }));
    const { rows, summary } = table(one);
    expect(rows.map(result)).toEqual([expect.stringMatching(/^Not sent \| No permission/)]);
    expect(summary).toEqual([{ text: "1 not sent" }]);
  });

  it("says of a cancelled dry run that it cannot tell once it was sent, and why", () => {
    const all = run(3);
    all.notChecked([
      { target: target(0), dryRun: "unanswered" },
      { target: target(1), dryRun: "answered" },
      { target: target(2), dryRun: "notSent" },
    ]);
    expect(table(all).rows.map(result)).toEqual([
      "Cannot tell | You cancelled before its dry run was answered. An answer that is an alarm is shown here.",
      "Cannot tell | You cancelled after its dry run was answered, before all about it was read.",
      "Not run",
    ]);
  });

  it("shows the RequestId of what was refused before a cancel, and that of a try that was lost", () => {
    const all = run(2);
    const unproven = new IpamError({ ...error.detail, requestId: "R-LOST", effect: "maybe" });
    ended(all, { target: target(0), notSent: "cancelled", refusal: error });
    checked(all, { target: target(1), checkedAt: at, verdict: "cannotTell", error, unproven });
    expect(table(all).rows.map(({ cells }) => cells[6]?.map(({ text }) => text))).toEqual([
      ["R-403"],
      ["R-403", "R-LOST"],
    ]);
  });

  it("leaves as Markdown in which a name from the cloud is no markup", () => {
    const one = run(1);
    checked(one, ready(0));
    const copied = markdownTable(table(one));
    expect(copied).toContain("### Dry run of 1 associations: `production (1203715520147781)`");
    expect(copied).toContain("| `<b>cells</b> 0`<br>`ipam-res-disco-0` |");
  });

  it("filters by the outcomes there are, and keeps the one that is chosen though none is left of it", () => {
    const all = run(2);
    checked(all, ready(0));
    const page = drawResults(
      { work: "dryRun", account: "", all: all.rows, shown: [] },
      { arrangement: { column: "ipam", descending: true, outcome: "refused" }, busy: true, status: "" },
    );
    expect(page.filters.map(({ text, pressed }) => `${text} ${pressed}`)).toEqual([
      ...["All: 2 false", "Passes: 1 false", "Waiting: 1 false", "Refused: 0 true"],
    ]);
    expect(page.headings.map(({ sort }) => sort)).toEqual(["descending", ...Array(6).fill("none")]);
  });

  it("offers to dissociate once something passes and nothing is under way, and to associate what is gone", () => {
    const all = run(2);
    const buttons = (busy: boolean) =>
      drawResults(
        { work: "dissociate", account: "", all: all.rows, shown: all.rows },
        { arrangement: { column: undefined, descending: false, outcome: undefined }, busy, status: "" },
      ).buttons.map(({ label, blocked }) => (blocked ? `(${label})` : label));
    const others = ["Copy as Markdown", "Export CSV…", "Show Log"];
    expect(buttons(true)).toEqual(["(Dissociate Those That Pass…)", "(Check Again)", ...others]);
    all.stop();
    expect(buttons(false)).toEqual(["(Dissociate Those That Pass…)", "Check Again", ...others]);
    checked(all, ready(0));
    expect(buttons(false)).toEqual(["Dissociate Those That Pass…", "Check Again", ...others]);
    ended(all, settled(0, { outcome: "dissociated", requestId: "R", observedAt: at }));
    ended(all, settled(1, { outcome: "dissociated", requestId: "R", observedAt: at }));
    expect(buttons(false)).toEqual(["(Dissociate Those That Pass…)", "Associate Again…", ...others]);
  });
});
