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

  /** Takes in a step of a change or a dry run. */
  apply(event: ChangeEvent): void {
    const { target, action, step } = event;
    const { region, ipamId, discoveryId } = target;
    switch (step.phase) {
      case "checked":
        if (event.action === "dissociate" && event.step.phase === "checked") {
          this.#checks.set(targetKey(target), event.step.check);
          this.#changed.fire(target);
        }
        return;
      case "ended":
        // What was found before says nothing about what there is now.
        for (const key of this.#checks.keys()) if (key.endsWith(`/${associationKey(target)}`)) this.#checks.delete(key);
        break;
      case "idle":
        this.#phases.delete(associationKey(target));
        break;
      default:
        this.#phases.set(associationKey(target), { phase: step.phase, action });
    }
    this.#changed.fire({ region, ipamId, discoveryId });
  }
}
