import { expect, it, vi } from "vitest";
import type { DissociationCheck } from "../../../src/ipam/DissociationCheck.ts";
import type { Session } from "../../../src/ui/accounts/Session.ts";
import type { Sessions } from "../../../src/ui/accounts/Sessions.ts";
import type { Log } from "../../../src/ui/common/Log.ts";
import { toolName } from "../../../src/ui/common/toolName.ts";
import type { ChangeCommands } from "../../../src/ui/dissociate/ChangeCommands.ts";
import { IpamTools } from "../../../src/ui/tools/IpamTools.ts";
import { association } from "../../support/records.ts";
import { failure, refusal, targetOf } from "../../support/ScriptedApi.ts";

vi.mock("vscode", async () => ({
  ...(await import("../../simulation/vscodeTexts.ts")),
  workspace: { getConfiguration: () => ({ get: () => undefined, inspect: () => undefined }) },
  LanguageModelTextPart: class {
    readonly value: string;
    constructor(value: string) {
      this.value = value;
    }
  },
  LanguageModelToolResult: class {
    readonly content: readonly unknown[];
    constructor(content: readonly unknown[]) {
      this.content = content;
    }
  },
}));

const lost = failure({ reason: "timeout", requestId: "LOST" });
const checked = { target: targetOf(), checkedAt: 0 };
const ready: Extract<DissociationCheck, { verdict: "ready" }> = {
  ...checked,
  ...{ verdict: "ready", association: association(), ipam: undefined, requestId: "DRY" },
};

/** What the tool that dry-runs tells of a check. */
async function told(check: DissociationCheck): Promise<unknown> {
  const inventory = {
    settled: async () => {},
    region: () => ({}),
  };
  const session = { profile: { id: "p", name: "p", accountId: "1", kind: "accessKey" }, inventory };
  const sessions = { ensure: async () => session as unknown as Session, shown: [] } as unknown as Sessions;
  const changes = async () =>
    ({
      dissociate: { dryRunQuietly: async () => ({ ended: "checked", checks: [check], notChecked: [] }) },
    }) as unknown as ChangeCommands;
  const log = {
    error: (_: string, error: unknown) => {
      throw error;
    },
  } as unknown as Log;
  const { region, ipamId, discoveryId } = check.target;
  const result = await new IpamTools(sessions, changes, log).invoke(
    toolName.dryRun,
    { input: { region, ipamId, discoveryId }, toolInvocationToken: undefined },
    { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => {} }) },
  );
  const [part] = result.content as readonly { readonly value: string }[];
  return JSON.parse(part?.value ?? "");
}

it("tells that a dry run changed nothing only where every answer proves it", async () => {
  expect(await told(ready)).toMatchObject({ dryRun: "passed", changed: false });
  expect(await told({ ...ready, unproven: lost })).toMatchObject({
    dryRun: "passed",
    changed: "not known",
    why: expect.stringContaining("One try of the dry run got no answer"),
  });
  const refused = { ...checked, verdict: "refused", why: "service", error: refusal() } as const;
  expect(await told(refused)).toMatchObject({ dryRun: "would fail", changed: false });
  expect(await told({ ...refused, unproven: lost })).toMatchObject({ dryRun: "would fail", changed: "not known" });
});

it("tells of an alarm what was read, without a word that the reading does not bear out", async () => {
  const alarm = { ...checked, verdict: "alarm", requestId: "R" } as const;
  expect(await told({ ...alarm, observed: "gone", lost })).toMatchObject({
    dryRun: expect.stringMatching(/^no answer proves that it changed nothing, and the two ends are read/),
    associationNow: "gone",
  });
  expect(await told({ ...alarm, observed: "associated" })).toMatchObject({
    dryRun: expect.not.stringContaining("gone"),
    associationNow: "associated",
  });
});
