import { expect, it, vi } from "vitest";
import type { ChangeDesk } from "../../../../src/ui/dissociate/ChangeDesk.ts";
import { HistoryCommands } from "../../../../src/ui/dissociate/HistoryCommands.ts";
import type { ReportText } from "../../../../src/ui/dissociate/reportText.ts";

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
