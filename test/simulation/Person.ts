import type { ChangeAction } from "../../src/ipam/Change.ts";
import type { ChangeReport } from "../../src/ipam/ChangeRunner.ts";
import type { ChangePhase } from "../../src/ipam/ChangeStep.ts";
import type { Target } from "../../src/ipam/Target.ts";
import { undoable } from "../../src/ipam/undoable.ts";
import type { Oracle, Run } from "./invariants.ts";
import type { Cancel, Deed, Happening } from "./Plan.ts";
import type { VirtualCloud } from "./VirtualCloud.ts";
import type { VirtualWindow } from "./VirtualWindow.ts";

/** Whoever sits in front of the windows. */
export class Person {
  readonly #cloud: VirtualCloud;
  readonly #oracle: Oracle;

  readonly #happens: (what: Happening) => void;

  /** @param happens lets something happen to the world, in a moment */
  constructor(cloud: VirtualCloud, oracle: Oracle, happens: (what: Happening) => void) {
    this.#happens = happens;
    this.#cloud = cloud;
    this.#oracle = oracle;
  }

  /** Begins something in a window. What the program throws is a bug. */
  does(window: VirtualWindow, deed: Deed): void {
    this.#do(window, deed).catch((error: unknown) => {
      this.#oracle.object(
        "the program has no bug",
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      );
    });
  }

  async #do(window: VirtualWindow, deed: Deed): Promise<void> {
    const profile = window.profiles[deed.profile % window.profiles.length] ?? "0";
    if (deed.kind === "undo") {
      const history = await window.journal.history().catch(() => []);
      const [last] = undoable(history, ({ intent }) => window.profiles.includes(intent.target.profile));
      if (!last) return;
      const plan = {
        ...deed,
        kind: "change",
        action: "associate",
        targets: [],
        decision: "change",
        onFailure: "stop",
      } as const;
      await this.#change(window, plan, [last.intent.target]);
      return;
    }
    const targets = deed.targets.map((association): Target => {
      // The same association through the window's other profile.
      const through = association === 3 ? (window.profiles.at(-1) ?? profile) : profile;
      return { profile: through, ...this.#cloud.endsOf(association === 3 ? 0 : association) };
    });
    if (deed.kind === "change") await this.#change(window, deed, targets);
    else {
      const { run, signal } = this.#begin(window, deed.action, targets, deed);
      this.#over(window, run, await window.runner.dryRun(deed.action, targets, { signal }), true);
    }
  }

  async #change(
    window: VirtualWindow,
    deed: Extract<Deed, { kind: "change" }>,
    targets: readonly Target[],
  ): Promise<void> {
    const { action, thinkMs, decision, onFailure } = deed;
    const { run, signal } = this.#begin(window, action, targets, deed);
    const report = await window.runner.change(action, targets, {
      signal,
      confirm: async (checks) => {
        await window.process.wait(thinkMs);
        this.#oracle.say(window.name, () => `the person says: ${decision}`);
        if (decision === "change")
          this.#oracle.confirms(
            run,
            checks.map(({ target }) => target),
          );
        if (decision === "dryRun") this.#oracle.checksAgain(run);
        return decision;
      },
      onFailure: () => onFailure,
    });
    this.#over(window, run, report, false);
  }

  #begin(
    window: VirtualWindow,
    action: ChangeAction,
    targets: readonly Target[],
    { cancel, meanwhile }: Deed,
  ): { readonly run: Run; readonly signal: AbortSignal } {
    const run = this.#oracle.begins(window, action, targets, (target) => window.runner.isUnderWay(target));
    for (const { phase, nth, afterMs, what } of meanwhile) {
      this.#onPhase(window, run, { phase, nth }, () => window.process.in(afterMs, () => this.#happens(what)));
    }
    window.screen.begins(run);
    const cancellation = new AbortController();
    if (cancel) {
      this.#cancels(window, run, cancel, () => {
        if (run.isOver) return;
        this.#oracle.say(window.name, () => "the person cancels");
        this.#oracle.cancels(run);
        cancellation.abort();
      });
    }
    return { run, signal: cancellation.signal };
  }

  #cancels(window: VirtualWindow, run: Run, cancel: Cancel, act: () => void): void {
    if (!("phase" in cancel)) {
      window.process.in(1 + cancel.afterMs, act);
      return;
    }
    this.#onPhase(window, run, cancel, () => window.process.in(cancel.afterMs, act));
  }

  /** Acts when a target of a run has come to a phase for the n-th time. */
  #onPhase(
    window: VirtualWindow,
    run: Run,
    { phase, nth }: { readonly phase: ChangePhase; readonly nth: number },
    act: () => void,
  ): void {
    let left = nth;
    const steps = window.runner.onStep(({ target, step }) => {
      if (run.isOver && !run.targets.some((one) => window.runner.isUnderWay(one))) {
        steps.dispose();
        return;
      }
      if (step.phase !== phase || !run.targets.some((one) => one.discoveryId === target.discoveryId)) return;
      if (left === 0) {
        steps.dispose();
        act();
      }
      left -= 1;
    });
  }

  #over(window: VirtualWindow, run: Run, report: ChangeReport<ChangeAction>, isDryRun: boolean): void {
    this.#oracle.reports(run, report);
    window.screen.reports(run, report, isDryRun);
    const isSettled = report.ended === "settled";
    window.ended({
      mayHaveChanged:
        isSettled || (report.ended === "checked" && report.checks.some(({ verdict }) => verdict === "alarm")),
      isOrphaned: isSettled && report.ends.some((end) => "earlier" in end && end.earlier === "orphaned"),
    });
  }
}
