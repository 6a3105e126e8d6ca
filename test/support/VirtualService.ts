import { randomUUID } from "node:crypto";
import { Cloud } from "../../src/alibaba/Cloud.ts";
import type { Credentials } from "../../src/alibaba/Credentials.ts";
import type { Transmission, Transmit } from "../../src/alibaba/Transmit.ts";
import { ApiFault } from "../../src/simulator/ApiFault.ts";
import { assumptions } from "../../src/simulator/assumptions.ts";
import { type CallLimit, CallLimiter } from "../../src/simulator/CallLimiter.ts";
import type { Account, Organisation } from "../../src/simulator/Organisation.ts";
import { VpcIpamService } from "../../src/simulator/VpcIpamService.ts";
import { VirtualClock } from "./VirtualClock.ts";

/** A request that arrived. */
interface Arrival {
  readonly action: string;
  readonly region: string;
  readonly accountId: string;
  /** When it left, and when it arrived, on the clock. */
  readonly leftAt: number;
  readonly at: number;
  /** The code of its answer; undefined for a 2xx one. */
  readonly code: string | undefined;
}

/** What a service is made from. */
export interface VirtualServiceOptions {
  readonly organisation: Organisation;
  readonly limits: readonly CallLimit[];
  /** From the start of a request to its answer, in milliseconds. */
  readonly latencyMs?: number | ((transmission: Transmission) => number);
}

/** VPC IPAM with flow control, in virtual time and without sockets: client and service share one clock. */
export class VirtualService {
  readonly clock = new VirtualClock();
  readonly arrivals: Arrival[] = [];
  readonly cloud: Cloud;
  readonly #options: VirtualServiceOptions;
  readonly #service: VpcIpamService;
  readonly #limiter: CallLimiter;

  constructor(options: VirtualServiceOptions) {
    const now = () => this.clock.now();
    this.#options = options;
    this.#limiter = new CallLimiter(options.limits, now);
    this.#service = new VpcIpamService({
      organisation: options.organisation,
      now,
      assumptions,
      visibilityDelayMs: 0,
    });
    this.cloud = new Cloud({
      settings: () => ({ endpoint: "", requestTimeoutSeconds: 10 }),
      clock: this.clock,
      random: () => 0.5,
      userAgent: "ipam-explorer/test",
      transmit: this.#transmit,
    });
  }

  /** The credentials of an account, the first unless told otherwise. */
  credentials(account = 0): () => Promise<Credentials> {
    const key = this.#options.organisation.accounts[account]?.accessKeys[0];
    if (!key) throw new Error("The account has no key.");
    return async () => key;
  }

  get refused(): number {
    return this.arrivals.filter(({ code }) => code === "Throttling.User").length;
  }

  readonly #transmit: Transmit = async (transmission, attempt) => {
    const { latencyMs = 100 } = this.#options;
    const latency = typeof latencyMs === "number" ? latencyMs : latencyMs(transmission);
    const { action, region, parameters } = transmission.call;
    const account = this.#accountOf(transmission.credentials);
    const leftAt = this.clock.elapsed();
    attempt.onLeft?.();
    await this.clock.wait(latency / 2);
    const body = this.#answer(action, parameters, account);
    const code = typeof body["Code"] === "string" ? body["Code"] : undefined;
    this.arrivals.push({ action, region, accountId: account.id, leftAt, at: this.clock.elapsed(), code });
    await this.clock.wait(latency / 2);
    attempt.answer = { status: code === undefined ? 200 : 400, headers: {} };
    if (code !== undefined) throw { data: { ...body, statusCode: 400 } };
    return body;
  };

  #answer(
    action: string,
    parameters: Transmission["call"]["parameters"],
    account: Account,
  ): Readonly<Record<string, unknown>> {
    const RequestId = randomUUID().toUpperCase();
    const [key] = account.accessKeys;
    if (!key) throw new Error("The account has no key.");
    if (!this.#limiter.takes(account.id, action)) return { RequestId, Code: "Throttling.User", Message: "Too many." };
    const given = Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined ? [] : ([[name, String(value)]] as const),
    );
    try {
      return { RequestId, ...this.#service.answer(action, new Map(given), account, key).fields };
    } catch (thrown) {
      if (!(thrown instanceof ApiFault)) throw thrown;
      return { RequestId, Code: thrown.code, Message: thrown.message };
    }
  }

  #accountOf(credentials: Credentials | undefined): Account {
    const account = this.#options.organisation.accounts.find(({ accessKeys }) =>
      accessKeys.some(({ accessKeyId }) => accessKeyId === credentials?.accessKeyId),
    );
    if (!account) throw new Error("Nobody has these credentials.");
    return account;
  }
}
