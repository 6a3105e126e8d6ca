import { describe, expect, it } from "vitest";
import { exportHistory } from "../../../src/ipam/exportHistory.ts";
import type { JournalledChange } from "../../../src/ipam/Journal.ts";
import type { Outcome } from "../../../src/ipam/JournalEntry.ts";
import { undoable } from "../../../src/ipam/undoable.ts";

const machine = { elapsed: 1, host: "workstation", boot: "boot-1" };
let ids = 0;

function change(
  action: "dissociate" | "associate",
  outcome: Outcome["outcome"] | undefined,
  discoveryId = "ipam-res-disco-1",
  note: JournalledChange["intent"]["note"] = undefined,
): JournalledChange {
  const id = String(++ids);
  const target = { profile: "p", region: "cn-hangzhou", ipamId: "ipam-1", discoveryId } as const;
  return {
    intent: {
      ...{ kind: "intent", id, ...machine, at: Date.UTC(2026, 0, 2, 3, 4, 5), window: "w", pid: 1, action, target },
      ...{ accountId: "1203715520147781", clientToken: "t", note },
    },
    outcome: outcome && { kind: "outcome", intent: id, ...machine, at: 2, outcome, requestId: "REQ-1" },
  };
}

describe("undoable", () => {
  it("are dissociations that were seen to be done, the last one first", () => {
    const [first, second] = [
      change("dissociate", "dissociated"),
      change("dissociate", "dissociated", "ipam-res-disco-2"),
    ];
    expect(undoable([first, second])).toEqual([second, first]);
  });

  it("are none that were refused, not sent, or are not settled", () => {
    const outcomes = ["refused", "notSent", "unknown", "stillAssociated", undefined] as const;
    expect(undoable(outcomes.map((outcome) => change("dissociate", outcome)))).toEqual([]);
  });

  it("are none that were associated again since, and the last of several of the same two", () => {
    const [gone, back, goneAgain] = [
      change("dissociate", "dissociated"),
      change("associate", "associated"),
      change("dissociate", "dissociated"),
    ];
    expect(undoable([gone, back])).toEqual([]);
    expect(undoable([gone, back, goneAgain])).toEqual([goneAgain]);
    expect(undoable([gone, change("associate", "refused")])).toEqual([gone]);
  });

  it("are alarms too that came out as dissociated, and no others", () => {
    const alarm = (outcome: Outcome["outcome"]) => {
      const { intent, ...rest } = change("dissociate", outcome);
      return { intent: { ...intent, origin: "dryRun" }, ...rest } as const;
    };
    const gone = alarm("dissociated");
    expect(undoable([gone])).toEqual([gone]);
    expect(undoable([alarm("stillAssociated"), alarm("unknown")])).toEqual([]);
  });

  it("are none that cannot be undone, and an earlier one of the same two in their place", () => {
    const [earlier, other, last] = [
      change("dissociate", "dissociated"),
      change("dissociate", "dissociated", "ipam-res-disco-2"),
      change("dissociate", "dissociated"),
    ];
    expect(undoable([earlier, other, last], (one) => one !== other)).toEqual([last]);
    expect(undoable([earlier, other, last], (one) => one !== last)).toEqual([other, earlier]);
    expect(undoable([earlier, other, last], () => false)).toEqual([]);
  });

  it("are found through whatever profile the two were associated again", () => {
    const gone = change("dissociate", "dissociated");
    const { intent, ...rest } = change("associate", "associated");
    const back = { intent: { ...intent, target: { ...intent.target, profile: "q" } }, ...rest };
    expect(undoable([gone, back])).toEqual([]);
  });
});

describe("exportHistory", () => {
  const hostile = { ipamName: '=HYPERLINK("x")', discoveryName: "a|b [x](command:y)", reason: 'moved, "hub 2"\nnow' };
  const history = [change("dissociate", "dissociated", "ipam-res-disco-1", hostile)];

  it("quotes cells of CSV, and makes no formula of a name", () => {
    const [head, ...rows] = exportHistory(history, "csv").split("\r\n");
    expect(head).toBe(
      "time,action,outcome,account,region,ipamId,ipamName,discoveryId,discoveryName,requestId,code,reason,origin",
    );
    expect(rows.join("\r\n")).toBe(
      '2026-01-02T03:04:05.000Z,dissociate,dissociated,1203715520147781,cn-hangzhou,ipam-1,"\'=HYPERLINK(""x"")",ipam-res-disco-1,a|b [x](command:y),REQ-1,,"moved, ""hub 2""\nnow",confirmed\r\n',
    );
  });

  it("keeps every text of JSON as it is", () => {
    expect(JSON.parse(exportHistory(history, "json"))).toEqual([
      expect.objectContaining({ ...hostile, account: "1203715520147781", outcome: "dissociated" }),
    ]);
  });

  it("lets nothing end a cell of Markdown, or be more than text", () => {
    const lines = exportHistory(history, "md").trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain("a\\|b \\[x\\]\\(command:y\\)");
    expect(lines[2]).toContain('moved, "hub 2" now');
  });

  it("tells a dry run that may have been the change itself from a change that a person confirmed", () => {
    const [{ intent, outcome } = change("dissociate", undefined)] = history;
    const byDryRun = { intent: { ...intent, origin: "dryRun" as const }, outcome };
    expect(JSON.parse(exportHistory([byDryRun, ...history], "json"))).toMatchObject([
      { origin: "dryRun" },
      { origin: "confirmed" },
    ]);
  });

  it("leaves the outcome empty that is not known yet", () => {
    expect(JSON.parse(exportHistory([change("associate", undefined)], "json"))).toMatchObject([{ outcome: "" }]);
  });
});
