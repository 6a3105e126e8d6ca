// A process that acts as one window of VS Code: settles what the one before left open, then dissociates when told to,
// and is killed on the way. It gets its orders by messages, so that its key stands in no argument.
import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { Cloud } from "../../src/alibaba/Cloud.ts";
import type { IpamApi } from "../../src/ipam/IpamApi.ts";
import { isRunning } from "../../src/ipam/isRunning.ts";
import { Journal } from "../../src/ipam/Journal.ts";
import { JournalFile } from "../../src/ipam/JournalFile.ts";
import { settleOrphans } from "../../src/ipam/settleOrphans.ts";
import { account } from "../support/records.ts";
import { TestClock } from "../support/TestClock.ts";
import { testDissociation } from "../support/testDissociation.ts";
import type { Order, Word } from "./Order.ts";

const tell = (word: Word): void => void process.send?.(word);
const die = (): void => void process.kill(process.pid, "SIGKILL");

process.once("message", (order: Order) => void act(order));
process.once("disconnect", () => process.exit(0));

async function act({ endpoint, file, key, target, point }: Order): Promise<void> {
  const clock = new TestClock();
  const cloud = new Cloud({
    settings: () => ({ endpoint, requestTimeoutSeconds: 10 }),
    clock,
    random: () => 0.5,
    userAgent: "ipam-explorer/test",
  });
  let steps = 0;
  let isActing = false;
  /** One more step; the process ends here if this is its point. */
  const step = (): void => {
    if (!isActing) return;
    steps += 1;
    if (point.kind === "step" && point.at === steps) die();
  };
  const lines = new JournalFile(file);
  let appended = 0;
  const journal = new Journal({
    lines: {
      read: () => lines.read(),
      append: async (line) => {
        step();
        if (isActing) appended += 1;
        if (point.kind === "torn" && point.at === appended) {
          appendFileSync(file, `\n${line.slice(0, Math.floor(line.length * point.part))}`);
          die();
        }
        await lines.append(line);
        step();
      },
    },
    self: { window: randomUUID(), pid: process.pid },
    now: Date.now,
    newId: randomUUID,
    isRunning,
    onDamage: () => {},
  });
  const api = stepping(
    cloud.ipamApi(async () => key),
    step,
  );
  await settleOrphans({
    journal,
    clock,
    actorFor: async ({ accountId }) => ({ accountId, api }),
    onSettled: ({ clientToken }, { outcome }) => tell({ settled: clientToken, outcome }),
  });
  process.once("message", async () => {
    isActing = true;
    await testDissociation({ api, clock, journal, newClientToken: randomUUID }).dissociate([target]);
    tell({ steps });
    process.disconnect();
  });
  tell({ ready: account });
}

/** The same API, with a step before and after every call. */
function stepping(api: IpamApi, step: () => void): IpamApi {
  return new Proxy(api, {
    get: (_, name) => {
      const method: unknown = Reflect.get(api, name);
      if (typeof method !== "function") return method;
      return async (...args: readonly unknown[]) => {
        step();
        const answer: unknown = await Reflect.apply(method, api, args);
        step();
        return answer;
      };
    },
  });
}
