import { afterAll, beforeAll, expect, it } from "vitest";
import type { Reference } from "../../../../src/iac/Reference.ts";
import { Emitter } from "../../../../src/ipam/Emitter.ts";
import { Inventory } from "../../../../src/ipam/Inventory.ts";
import { Simulator } from "../../../../src/simulator/Simulator.ts";
import type { Session } from "../../../../src/ui/accounts/Session.ts";
import { KnownAccount } from "../../../../src/ui/editor/KnownAccount.ts";
import { testCloud } from "../../../support/testCloud.ts";

const start = { line: 0, character: 0 };
const range = { start, end: start };
/** Nothing of the data platform is associated with it. */
const hubShanghai: Reference = { form: "id", kind: "ipam", id: "ipam-p6w2jt8rnb5xk0yd", range };

let simulator: Simulator;
let sessions: readonly Session[];

beforeAll(async () => {
  simulator = await Simulator.start();
  sessions = simulator.organisation.accounts.map(({ id, accessKeys }, position) => {
    const [key] = accessKeys;
    if (!key) throw new Error("The account has no key.");
    const api = testCloud(simulator).ipamApi(async () => key);
    const profile = { id, name: ["hub", "payments", "lake"][position] ?? "", accountId: id } as const;
    return {
      profile: { ...profile, kind: "accessKey", store: "session", addedAt: "2026-01-01T00:00:00Z" },
      api,
      inventory: new Inventory(api, ["cn-hangzhou", "cn-shanghai"], () => 1),
    };
  });
  await Promise.all(sessions.map(({ inventory }) => inventory.load()));
});

afterAll(() => simulator.close());

function known(shown: readonly Session[]): KnownAccount {
  return new KnownAccount({ active: shown[0], shown, onDidChangeShown: new Emitter<void>().event });
}

it("names the account beside the active one that has what the active one has not", () => {
  const [hub, , lake] = sessions;
  if (!hub || !lake) throw new Error("The demo organisation has changed.");
  const account = known([lake, hub]);
  expect(account.knowledge(hubShanghai)).toEqual({ known: "beside", account: "hub (1203715520147781)" });
  account.dispose();
});

it("finds it where it is the active one that has it", () => {
  const account = known(sessions);
  expect(account.knowledge(hubShanghai).known).toBe("found");
  account.dispose();
});

it("says that it is missing where no account that is shown has it", () => {
  const account = known(sessions.slice(2));
  expect(account.knowledge(hubShanghai)).toMatchObject({ known: "missing" });
  account.dispose();
});
