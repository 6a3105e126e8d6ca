import { expect, it, vi } from "vitest";
import { impactReport } from "../../../../src/ui/dissociate/impactReport.ts";

vi.mock("vscode", () => import("../../../simulation/vscodeTexts.ts"));

it.each([
  [true, "VPCs: 0. vSwitches: 0. Regions read: 1 of 1."],
  [false, "VPCs: 0. vSwitches: 0. Regions read: 1. The operating regions are not known here, so there may be more."],
])("An impact report counts all regions only where they are known: %s", (allRegions, line) => {
  const regions = [{ region: "cn-hangzhou", resources: [] }];
  const report = impactReport({ title: "Impact", account: "production (1)", readAt: 0, allRegions, regions });
  expect(report.split("\n")).toContain(line);
});
