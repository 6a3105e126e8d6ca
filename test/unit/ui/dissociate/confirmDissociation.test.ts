import { expect, it, vi } from "vitest";
import type { ReadyCheck } from "../../../../src/ipam/DissociationCheck.ts";
import { confirmDissociation } from "../../../../src/ui/dissociate/confirmDissociation.ts";
import { timeText } from "../../../../src/ui/dissociate/timeText.ts";
import { association } from "../../../support/records.ts";
import { failure, targetOf } from "../../../support/ScriptedApi.ts";
import { clearScreen, screen } from "../../../support/vscodeScreen.ts";

vi.mock("vscode", () => import("../../../support/vscodeScreen.ts"));

it("The confirmation of several says when the first of them was dry-run, whatever their order", async () => {
  clearScreen();
  const minute = 60_000;
  const checks = [9 * minute, 0, 4 * minute].map((checkedAt, index): ReadyCheck => {
    const target = targetOf(`d-${index}`);
    return {
      ...{ target, checkedAt, verdict: "ready", association: association(), ipam: undefined, requestId: "R" },
    };
  });

  await confirmDissociation(checks, {
    ...{ account: "production (1)", accountOf: () => "", confirmation: "button", onFailure: "stop" },
    ...{ rowOf: () => undefined, onReason: () => {}, onChoice: () => {} },
  });

  expect(screen.dialogs[0]).toContain(`Dry run: all 3 passed, the first at ${timeText(0)}`);
});

it.each([1, 2])(
  "The confirmation says of a dry run without proof that it may have changed something: of %s",
  async (count) => {
    clearScreen();
    const unproven = failure({ reason: "serverFault", requestId: "LOST" });
    const checks = Array.from(
      { length: count },
      (_, index): ReadyCheck => ({
        ...{ target: targetOf(`d-${index}`), checkedAt: 0, verdict: "ready", association: association() },
        ...{ ipam: undefined, requestId: "R", ...(index === 0 && { unproven }) },
      }),
    );

    await confirmDissociation(checks, {
      ...{ account: "production (1)", accountOf: () => "", confirmation: "button", onFailure: "stop" },
      ...{ rowOf: () => undefined, onReason: () => {}, onChoice: () => {} },
    });

    expect(screen.dialogs[0]?.split("no answer that proves")).toHaveLength(2);
    expect(screen.dialogs[0]).toContain("LOST");
  },
);
