import type { ChangePhase } from "../../ipam/ChangeProcedure.ts";
import type { DissociationCheck } from "../../ipam/DissociationCheck.ts";
import { Emitter } from "../../ipam/Emitter.ts";
import { type Target, targetKey } from "../../ipam/Target.ts";

/** What is known of a target beyond the inventory: what is being done with it, and how its last check came out. */
export interface TargetState {
  readonly phase: ChangePhase;
  readonly check?: DissociationCheck;
}

const idle: TargetState = { phase: "idle" };

/** State laid over association nodes by their target, without touching the nodes. */
export class TargetStates {
  readonly #states = new Map<string, TargetState>();
  readonly #changed = new Emitter<Target>();
  readonly onDidChange = this.#changed.event;

  get(target: Target): TargetState {
    return this.#states.get(targetKey(target)) ?? idle;
  }

  setPhase(target: Target, phase: ChangePhase): void {
    this.#set(target, { ...this.get(target), phase });
  }

  setCheck(check: DissociationCheck): void {
    this.#set(check.target, { ...this.get(check.target), check });
  }

  /** Forgets what checks found, as when their subject has changed. */
  clearCheck(target: Target): void {
    this.#set(target, { phase: this.get(target).phase });
  }

  #set(target: Target, state: TargetState): void {
    this.#states.set(targetKey(target), state);
    this.#changed.fire(target);
  }
}
