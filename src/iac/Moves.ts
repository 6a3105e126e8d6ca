import { limits } from "./limits.ts";
import type { Module } from "./Module.ts";
import { splitAddress } from "./splitAddress.ts";

/** What a module says about addresses of before: what they are now, and what is only let go of. */
export class Moves {
  readonly #moves = new Map<string, string>();
  readonly #forgotten = new Set<string>();

  constructor(module: Module) {
    for (const { pieces } of module.files) {
      for (const { contents } of pieces) {
        for (const { from, to } of contents.moves) this.#moves.set(from, to);
        for (const { from, destroy } of contents.removals) if (!destroy) this.#forgotten.add(from);
      }
    }
    for (const { declaration } of module.resources) {
      for (const former of declaration.formerAddresses) this.#moves.set(former, declaration.address);
    }
  }

  /** The address that one of before has now. A declaration that moves takes its instances with it. */
  settle(address: string): string {
    let settled = address;
    for (let step = 0; step < limits.steps; step += 1) {
      const { declared, index } = splitAddress(settled);
      const whole = this.#moves.get(declared);
      const next = this.#moves.get(settled) ?? (whole === undefined ? undefined : whole + index);
      if (next === undefined || next === address) return settled;
      settled = next;
    }
    return settled;
  }

  /** Whether removing it leaves the resource as it is: `removed` with `destroy = false`. */
  isForgotten(address: string): boolean {
    return this.#forgotten.has(address) || this.#forgotten.has(splitAddress(address).declared);
  }
}
