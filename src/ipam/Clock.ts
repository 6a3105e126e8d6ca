/** Time as the domain sees it, so that a test can hold it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Milliseconds since some moment of the past that all processes of this start of the machine share. It never jumps, unlike
   * {@link now}; it may stand still while the machine sleeps.
   */
  elapsed(): number;
  /** Resolves after that many milliseconds; rejects with the signal's reason when it aborts first. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
