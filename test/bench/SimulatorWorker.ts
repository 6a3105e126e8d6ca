import { Worker } from "node:worker_threads";

/** An organisation with an IPAM in each of the 33 regions: who watches through a discovery of another account. */
export type BenchOrganisation = "someRegionsShared" | "everyRegionShared";

/** A key of the simulator. */
interface Key {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** A simulator in a thread of its own, as the real service is on another machine: its work is not the client's. */
export class SimulatorWorker {
  readonly endpoint: string;
  readonly key: Key;
  readonly #worker: Worker;

  static async start(options: { organisation: BenchOrganisation; latencyMs: number }): Promise<SimulatorWorker> {
    const worker = new Worker(new URL("./simulatorThread.ts", import.meta.url), { workerData: options });
    const { endpoint, key } = await new Promise<{ endpoint: string; key: Key }>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    return new SimulatorWorker(worker, endpoint, key);
  }

  private constructor(worker: Worker, endpoint: string, key: Key) {
    this.#worker = worker;
    this.endpoint = endpoint;
    this.key = key;
  }

  /** Ends the simulator; resolves with the number of requests it answered. */
  async stop(): Promise<number> {
    const requests = new Promise<number>((resolve) => this.#worker.once("message", resolve));
    this.#worker.postMessage("stop");
    return await requests;
  }
}
