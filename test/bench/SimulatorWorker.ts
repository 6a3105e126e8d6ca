import { Worker } from "node:worker_threads";

/**
 * An organisation with IPAMs in each of the 33 regions: one account that watches through a discovery of another one in some
 * or in all regions, or a number of accounts with that many associations in each region.
 */
export type BenchOrganisation =
  | "someRegionsShared"
  | "everyRegionShared"
  | { readonly hubs: number; readonly associations: number };

/** What the thread is started with. */
export interface SimulatorOrder {
  readonly organisation: BenchOrganisation;
  readonly latencyMs: number;
}

/** A key of the simulator. */
interface Key {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** What the thread says once it listens. */
interface Greeting {
  readonly endpoint: string;
  /** One of each account. */
  readonly keys: readonly [Key, ...Key[]];
  /** Requests that read every page of every list once, where that was worked out. */
  readonly pages?: number;
}

/** A simulator in a thread of its own, as the real service is on another machine: its work is not the client's. */
export class SimulatorWorker {
  readonly endpoint: string;
  readonly keys: Greeting["keys"];
  readonly pages: number | undefined;
  readonly #worker: Worker;

  static async start(order: SimulatorOrder): Promise<SimulatorWorker> {
    const worker = new Worker(new URL("./simulatorThread.ts", import.meta.url), { workerData: order });
    const greeting = await new Promise<Greeting>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    return new SimulatorWorker(worker, greeting);
  }

  private constructor(worker: Worker, { endpoint, keys, pages }: Greeting) {
    this.#worker = worker;
    this.endpoint = endpoint;
    this.keys = keys;
    this.pages = pages;
  }

  /** The key of its first account. */
  get key(): Key {
    return this.keys[0];
  }

  /** How many requests it answered since it started or was told to forget them. */
  count(): Promise<number> {
    return this.#ask("count");
  }

  async forget(): Promise<void> {
    await this.#ask("forget");
  }

  /** Ends the simulator; resolves with the number of requests it answered. */
  stop(): Promise<number> {
    return this.#ask("stop");
  }

  #ask(word: "forget" | "count" | "stop"): Promise<number> {
    const answer = new Promise<number>((resolve) => this.#worker.once("message", resolve));
    this.#worker.postMessage(word);
    return answer;
  }
}
