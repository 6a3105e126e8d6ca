import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChangePhase } from "../../../../src/ipam/ChangeStep.ts";
import { PhaseProgress } from "../../../../src/ui/dissociate/PhaseProgress.ts";
import { clearScreen, screen } from "../../../support/vscodeScreen.ts";

vi.mock("vscode", () => import("../../../support/vscodeScreen.ts"));

describe("The progress of an action", () => {
  beforeEach(() => {
    clearScreen();
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  const shown = () => screen.progress.filter(({ isClosed }) => !isClosed).map(({ message }) => message);

  /** Phases one after the other, each of which takes some milliseconds. */
  async function pass(progress: PhaseProgress, phases: readonly ChangePhase[], milliseconds: number): Promise<void> {
    for (const phase of phases) {
      progress.phase(phase);
      await vi.advanceTimersByTimeAsync(milliseconds);
    }
  }

  it("is not shown for what is over before it could be read", async () => {
    const progress = new PhaseProgress("Dissociate", false);
    await pass(progress, ["checking", "checked", "idle"], 150);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(screen.progress).toEqual([]);
  });

  it("offers a Cancel while several quick changes follow each other, and says the latest phase", async () => {
    const progress = new PhaseProgress("Dissociate", true);
    const turn: readonly ChangePhase[] = ["sending", "sent", "verifying", "ended", "idle"];
    await pass(progress, ["waiting", ...turn, ...turn, ...turn], 60);
    expect(shown()).toEqual(["reading a result. Cancel stops waiting for it, and sends no other."]);
    screen.progress[0]?.cancel();
    expect(progress.signal.aborted).toBe(true);
  });

  it("is one notification for several, from the first to the last of them", async () => {
    const progress = new PhaseProgress("Dissociate", true);
    const turn: readonly ChangePhase[] = ["sending", "sent", "verifying", "ended", "idle"];
    await pass(progress, [...turn, ...turn], 600);
    expect([screen.progress.length, shown().length]).toEqual([1, 1]);
    progress.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toEqual([]);
  });

  it.each([true, false])("is closed while the person is asked (several: %s)", async (isOfSeveral) => {
    const progress = new PhaseProgress("Dissociate", isOfSeveral);
    await pass(progress, ["checking"], 600);
    expect(shown()).toHaveLength(1);
    await pass(progress, ["checked", "confirming"], 600);
    expect(shown()).toEqual([]);
  });

  it("does not come after its end", async () => {
    const progress = new PhaseProgress("Dissociate", true);
    progress.phase("checking");
    progress.end();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(screen.progress).toEqual([]);
  });
});
