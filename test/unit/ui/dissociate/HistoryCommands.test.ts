import { beforeEach, describe, expect, it, vi } from "vitest";
import type { JournalledChange } from "../../../../src/ipam/Journal.ts";
import type { Intent, Outcome } from "../../../../src/ipam/JournalEntry.ts";
import { type Target, targetKey } from "../../../../src/ipam/Target.ts";
import type { ChangeDesk } from "../../../../src/ui/dissociate/ChangeDesk.ts";
import { HistoryCommands } from "../../../../src/ui/dissociate/HistoryCommands.ts";
import type { ReportText } from "../../../../src/ui/dissociate/reportText.ts";
import { account } from "../../../support/records.ts";
import { targetOf } from "../../../support/ScriptedApi.ts";

vi.mock("vscode", () => import("../../../support/vscodeScreen.ts"));

it.each(["showHistory", "undo"] as const)("%s says that the journal cannot be read, and logs why", async (command) => {
  const broken = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  const reports: ReportText[] = [];
  const logged: unknown[] = [];
  const desk = {
    sessions: {},
    journals: { machine: { history: () => Promise.reject(broken) } },
    log: { error: (_what: string, error: unknown) => logged.push(error) },
    tell: (report: ReportText) => reports.push(report),
  } as unknown as ChangeDesk;

  await new HistoryCommands(desk, async () => {})[command]();

  expect(reports).toEqual([
    {
      severity: "error",
      text: "The history of changes could not be read (EACCES). Give read access to VS Code's folder for this extension, then try again.",
    },
  ]);
  expect(logged).toEqual([broken]);
});

/** A change as the journal keeps one that was seen to be done. */
function done(fields: Partial<Intent> = {}, outcome: Outcome["outcome"] = "dissociated"): JournalledChange {
  const intent = { action: "dissociate", target: targetOf(), accountId: account, endpoint: "", ...fields } as Intent;
  return { intent, outcome: { outcome } as Outcome };
}

describe("Undo", () => {
  const target = targetOf();
  const other = targetOf("ipam-res-disco-other");
  let associated: Target[];
  let reports: string[];
  /** What the inventory of the account says of the region. */
  let snapshot: unknown;

  beforeEach(() => {
    associated = [];
    reports = [];
    snapshot = { state: "loading" };
  });

  const undo = async (history: readonly JournalledChange[], row?: Target) => {
    const desk = {
      sessions: {
        profile: (id: string) => (id === target.profile ? { id, accountId: account } : undefined),
        endpointOf: () => "",
        find: () => ({ inventory: { region: () => snapshot } }),
      },
      journals: { machine: { history: async () => history } },
      row: (one: Target) => (row && targetKey(one) === targetKey(row) ? {} : undefined),
      learn: () => {},
      tell: ({ text }: ReportText) => reports.push(text),
    } as unknown as ChangeDesk;
    await new HistoryCommands(desk, async (one) => void associated.push(one)).undo();
  };

  it("associates again what was dissociated last", async () => {
    await undo([done({ target: other }), done()]);
    expect(associated).toEqual([target]);
  });

  it.each([
    ["an account that is not signed in", done({ target: { ...target, profile: "gone" } })],
    ["an account that the profile was of before", done({ accountId: "1000000000000009" })],
    ["another endpoint", done({ endpoint: "{product}.{region}.internal.example" })],
    ["an association that was still there", done({}, "stillAssociated")],
    ["an outcome that is not known", done({}, "unknown")],
    ["an association that was made", done({ action: "associate" }, "associated")],
  ])("skips a change of %s", async (_, change) => {
    await undo([done({ target: other }), change]);
    expect(associated).toEqual([other]);
  });

  it("undoes a dissociation of an older version, which names no endpoint", async () => {
    await undo([done({ endpoint: undefined })]);
    expect(associated).toEqual([target]);
  });

  it("skips what is associated again", async () => {
    await undo([done({ target: other }), done()], target);
    expect(associated).toEqual([other]);
  });

  it.each([
    ["skips", true, [other]],
    ["tries", false, [target]],
  ])("%s a discovery that no list shows, where all lists were read: %s", async (_, allDiscoveries, expected) => {
    snapshot = { state: "loaded", contents: { allDiscoveries, discoveries: [{ discoveryId: other.discoveryId }] } };
    await undo([done({ target: other }), done()]);
    expect(associated).toEqual(expected);
  });

  it("says so where there is nothing to undo", async () => {
    await undo([done({}, "refused")]);
    expect([associated, reports]).toEqual([[], [expect.stringContaining("no dissociation")]]);
  });
});
