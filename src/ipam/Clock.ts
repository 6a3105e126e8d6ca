/** Time as the domain sees it, so that a test can hold it. */
export interface Clock {
  /** Milliseconds since 1970. Jumps when somebody sets the clock: only for what a person reads. */
  now(): number;
  /**
   * Milliseconds since some moment of the past that all processes of this start of the machine share. It never jumps, unlike
   * {@link now}; it may stand still while the machine sleeps.
   */
  elapsed(): number;
  /** Resolves after that many milliseconds; rejects with the signal's reason when it aborts first. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Acts again and again, with that many milliseconds in between, until it is disposed of. Keeps no process alive. */
  every(milliseconds: number, act: () => void): { dispose(): void };
}
