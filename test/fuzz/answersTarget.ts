import { type Answer, OpenApiCaller } from "../../src/alibaba/OpenApiCaller.ts";
import { RequestGate } from "../../src/alibaba/RequestGate.ts";
import { RetryPolicy } from "../../src/alibaba/RetryPolicy.ts";
import { VpcIpamClient } from "../../src/alibaba/VpcIpamClient.ts";
import { IpamError } from "../../src/ipam/IpamError.ts";
import { joinRegion } from "../../src/ipam/joinRegion.ts";
import { mutateJson, mutateText } from "../support/mutate.ts";
import { TestClock } from "../support/TestClock.ts";
import { expectPlain } from "./expectPlain.ts";
import type { FuzzTarget } from "./FuzzTarget.ts";
import { oddLists, wireAnswers } from "./wireAnswers.ts";

const region = "cn-hangzhou";

/** Gives mutated answers without a socket. Each page once: a list whose pages never end is a case of its own. */
class MutatingCaller extends OpenApiCaller {
  readonly #random: (below: number) => number;

  constructor(random: (below: number) => number) {
    const limits = { tries: 1, throttledTries: 1, firstWaitMs: 1, longestWaitMs: 1, allWaitsMs: 1 };
    const clock = new TestClock();
    const tools = {
      settings: () => ({ endpoint: "", requestTimeoutSeconds: 1 }),
      gate: new RequestGate({ perHost: 1, inAll: 1, moreForChanges: { perHost: 1, inAll: 1 } }, clock),
      retries: new RetryPolicy(limits, clock, () => 0.5),
      transmit: async () => ({}),
      userAgent: "fuzz",
    };
    super(tools, { account: "fuzz", load: async () => ({ accessKeyId: "LTAI", accessKeySecret: "" }) });
    this.#random = random;
  }

  override async call({ action }: Parameters<OpenApiCaller["call"]>[0]): Promise<Answer> {
    const answer: unknown = Object.entries(wireAnswers).find(([name]) => name === action)?.[1];
    // The transport lets only JSON objects through.
    const body = this.#random(4) === 0 ? parsed(mutateText(JSON.stringify(answer), this.#random)) : undefined;
    const mutated = body ?? (this.#random(4) === 0 ? odd(answer, this.#random) : mutateJson(answer, this.#random));
    return isObject(mutated) ? mutated : {};
  }
}

/** Bodies of answers, through the adapter's reading, the joining of the lists, and what shows their texts. */
export function answersTarget(): FuzzTarget {
  return {
    name: "answers, read without a socket",
    share: 1,
    run: async (random) => {
      const client = new VpcIpamClient(new MutatingCaller(random));
      const calls = [
        () => client.listIpams(region),
        () => client.listOwnDiscoveries(region),
        () => client.listAssociations(region),
        () => client.listDiscoveredResources({ region, discoveryId: "d", resourceRegion: region }),
        () => client.countDiscoveredResources({ region, discoveryId: "d", resourceRegion: region }),
        () => client.isServiceOpened(region),
        () => client.dissociate({ region, ipamId: "i", discoveryId: "d", clientToken: "t" }),
      ];
      try {
        if (random(2) === 0) {
          await calls[random(calls.length)]?.();
          return "accepted";
        }
        for (const text of textsIn(await joined(client))) expectPlain(text);
        return "accepted";
      } catch (error) {
        if (error instanceof IpamError) return "refused";
        throw error;
      }
    },
  };
}

/** The answer of a list that says odd things of its length, perhaps with each row twice. */
function odd(answer: unknown, random: (below: number) => number): unknown {
  if (!isObject(answer)) return answer;
  const twice = random(2) === 0;
  const fields = Object.entries(answer).map(([name, value]) => [
    name,
    twice && Array.isArray(value) ? [...value, ...value] : value,
  ]);
  return { ...Object.fromEntries(fields), ...oddLists[random(oddLists.length)] };
}

async function joined(client: VpcIpamClient): Promise<unknown> {
  return joinRegion(
    await client.listIpams(region),
    await client.listAssociations(region),
    await client.listSharedDiscoveries(region),
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
