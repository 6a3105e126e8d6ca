/** Limits of requests under way at the same time. */
export interface GateLimits {
  readonly perHost: number;
  readonly inAll: number;
}

interface Waiting {
  readonly host: string;
  readonly start: () => void;
}

/**
 * Lets requests through in the order they came, a limited number at once for each host and in all. A request that waits
 * for its host holds up none for other hosts.
 */
export class RequestGate {
  readonly #limits: GateLimits;
  readonly #underWay = new Map<string, number>();
  #inAll = 0;
  #waiting: Waiting[] = [];

  constructor(limits: GateLimits) {
    this.#limits = limits;
  }

  /**
   * Runs the work once there is room for it.
   * @throws the signal's reason, when it aborts while waiting; the work is then never started
   */
  async run<T>(host: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    await this.#enter(host, signal);
    try {
      return await work();
    } finally {
      this.#leave(host);
    }
  }

  #enter(host: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#hasRoom(host)) {
      this.#count(host, 1);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
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
      this.#waiting.push(waiting);
    });
  }

  #leave(host: string): void {
    this.#count(host, -1);
    const next = this.#waiting.findIndex((waiting) => this.#hasRoom(waiting.host));
    if (next >= 0) this.#waiting.splice(next, 1)[0]?.start();
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
