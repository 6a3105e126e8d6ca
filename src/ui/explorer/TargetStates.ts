import type { ChangeAction } from "../../ipam/Change.ts";
import type { ChangeEvent, ChangePhase } from "../../ipam/ChangeStep.ts";
import type { DissociationCheck } from "../../ipam/DissociationCheck.ts";
import { Emitter } from "../../ipam/Emitter.ts";
import { type AssociationEnds, associationKey, type Target, targetKey } from "../../ipam/Target.ts";

/** What is known of a target beyond the inventory: what is being done with it, and how its last check came out. */
export interface TargetState {
  readonly phase: ChangePhase;
  readonly action: ChangeAction;
  readonly check?: DissociationCheck | undefined;
}

/** An association whose state changed, for all profiles or for one. */
export interface StateChange extends AssociationEnds {
  readonly profile?: string;
}

/**
 * State laid over association nodes, without touching the nodes. What is done with an association is the same for all
 * profiles that reach it; what a check found is true for the profile that asked.
 */
export class TargetStates {
  readonly #phases = new Map<string, Pick<TargetState, "phase" | "action">>();
  readonly #checks = new Map<string, DissociationCheck>();
  readonly #changed = new Emitter<StateChange>();
  readonly onDidChange = this.#changed.event;

  get(target: Target): TargetState {
    const { phase, action } = this.#phases.get(associationKey(target)) ?? { phase: "idle", action: "dissociate" };
    return { phase, action, check: this.#checks.get(targetKey(target)) };
  }

  /** Takes in a step of a change or a dry run. Tells only of what looks different after it. */
  apply(event: ChangeEvent): void {
    const { target } = event;
    const { region, ipamId, discoveryId } = target;
    if (event.action === "dissociate" && event.step.phase === "checked") {
      this.#checks.set(targetKey(target), event.step.check);
      this.#changed.fire(target);
    } else if (this.#isNews(event)) this.#changed.fire({ region, ipamId, discoveryId });
  }

  #isNews({ action, target, step: { phase } }: ChangeEvent): boolean {
    const key = associationKey(target);
    switch (phase) {
      case "checked":
        return false;
      case "ended": {
        // What was found before says nothing about what there is now.
        const old = [...this.#checks.keys()].filter((check) => check.endsWith(`/${key}`));
        for (const check of old) this.#checks.delete(check);
        return old.length > 0;
      }
      case "idle":
        return this.#phases.delete(key);
      default: {
        const before = this.#phases.get(key);
        this.#phases.set(key, { phase, action });
        return before?.phase !== phase || before.action !== action;
      }
    }
  }
}
