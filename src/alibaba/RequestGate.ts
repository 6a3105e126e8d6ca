/** Limits of requests under way at the same time. */
export interface GateLimits {
  readonly perHost: number;
  readonly inAll: number;
}

/** Where a request goes, and when. */
export interface Passage {
  readonly host: string;
  /** Of those that wait, the ones with the lowest turn go first. */
  readonly turn: number;
  readonly signal: AbortSignal | undefined;
}

interface Waiting {
  readonly host: string;
  readonly start: () => void;
}

/**
 * Lets requests through by their turn and, within one turn, in the order they came, a limited number at once for each host
 * and in all. A request that waits for its host holds up none for other hosts.
 */
export class RequestGate {
  readonly #limits: GateLimits;
  readonly #underWay = new Map<string, number>();
  #inAll = 0;
  /** By turn. */
  readonly #waiting = new Map<number, Set<Waiting>>();

  constructor(limits: GateLimits) {
    this.#limits = limits;
  }

  /**
   * Runs the work once there is room for it.
   * @throws the signal's reason, when it aborts while waiting; the work is then never started
   */
  async run<T>(passage: Passage, work: () => Promise<T>): Promise<T> {
    await this.#enter(passage);
    try {
      return await work();
    } finally {
      this.#leave(passage.host);
    }
  }

  #enter({ host, turn, signal }: Passage): Promise<void> {
    signal?.throwIfAborted();
    if (this.#hasRoom(host)) {
      this.#count(host, 1);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#forget(turn, waiting);
        reject(signal?.reason);
      };
      const waiting: Waiting = {
        host,
        start: () => {
          signal?.removeEventListener("abort", giveUp);
          this.#count(host, 1);
          resolve();
        },
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#waiting.set(turn, (this.#waiting.get(turn) ?? new Set()).add(waiting));
    });
  }

  #leave(host: string): void {
    this.#count(host, -1);
    const [turn, waiting] = this.#next() ?? [];
    if (turn === undefined || !waiting) return;
    this.#forget(turn, waiting);
    waiting.start();
  }

  #next(): readonly [turn: number, waiting: Waiting] | undefined {
    for (const turn of [...this.#waiting.keys()].sort((a, b) => a - b)) {
      for (const waiting of this.#waiting.get(turn) ?? []) if (this.#hasRoom(waiting.host)) return [turn, waiting];
    }
    return undefined;
  }

  #forget(turn: number, waiting: Waiting): void {
    const queue = this.#waiting.get(turn);
    queue?.delete(waiting);
    if (queue?.size === 0) this.#waiting.delete(turn);
  }

  #hasRoom(host: string): boolean {
    return this.#inAll < this.#limits.inAll && (this.#underWay.get(host) ?? 0) < this.#limits.perHost;
  }

  #count(host: string, change: 1 | -1): void {
    this.#inAll += change;
    const left = (this.#underWay.get(host) ?? 0) + change;
    if (left > 0) this.#underWay.set(host, left);
    else this.#underWay.delete(host);
  }
}
