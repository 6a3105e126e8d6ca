/** Whether the program took a mutated input for good, or refused it with a typed error. */
export type FuzzOutcome = "accepted" | "refused";

/** A part of the program that reads what others wrote. */
export interface FuzzTarget {
  readonly name: string;
  /** How many of all cases it gets: less than 1 where each needs a socket. */
  readonly share: number;
  /**
   * One case, made with that source of randomness alone, so that it can be repeated.
   * @throws Error when the program broke a rule: an error that is not typed, a secret shown, an unsound result
   */
  readonly run: (random: (below: number) => number) => FuzzOutcome | Promise<FuzzOutcome>;
  readonly close?: () => Promise<void>;
}
