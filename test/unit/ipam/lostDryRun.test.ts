import { describe, expect, it } from "vitest";
import { checkAssociation } from "../../../src/ipam/checkAssociation.ts";
import { checkDissociation } from "../../../src/ipam/checkDissociation.ts";
import type { IpamApi, SendingOptions } from "../../../src/ipam/IpamApi.ts";
import { IpamError } from "../../../src/ipam/IpamError.ts";
import { isWithoutEffect } from "../../../src/ipam/isWithoutEffect.ts";
import { association, ipam } from "../../support/records.ts";

const target = {
  profile: "p",
  region: "cn-hangzhou",
  ipamId: "ipam-a1",
  discoveryId: "ipam-res-disco-shared",
} as const;

/** A dry run of which a first try failed, and a second one passed; readings show what is given, one after the other. */
function apiOf(effect: "no" | "maybe", shown: readonly boolean[]): IpamApi {
  const left = [...shown];
  const dryRun = async (_request: unknown, { onHeldBack }: SendingOptions = {}) => {
    onHeldBack?.(new IpamError({ reason: "serverFault", what: "", advice: "", requestId: "FIRST", effect }));
    return { outcome: "passed", requestId: "SECOND" } as const;
  };
  const api: Partial<IpamApi> = {
    listIpams: async () => [ipam()],
    listAssociations: async () => (left.shift() ? [association()] : []),
    dryRunDissociate: dryRun,
    dryRunAssociate: dryRun,
  };
  return api as IpamApi;
}

const tools = (api: IpamApi) => ({ api, now: () => 0, clientToken: "token", isSeen: () => true });

describe("A dry run that passed after a try that was lost", () => {
  it("raises an alarm when the association is gone then", async () => {
    const check = await checkDissociation(target, tools(apiOf("maybe", [true, false])));
    expect(check).toMatchObject({ verdict: "alarm", observed: "gone", requestId: "FIRST" });
  });

  it("raises an alarm when what was read at the same time shows its effect already", async () => {
    const check = await checkDissociation(target, tools(apiOf("maybe", [false, false])));
    expect(check).toMatchObject({ verdict: "alarm", observed: "gone" });
    const other = await checkAssociation(target, tools(apiOf("maybe", [true, true])));
    expect(other).toMatchObject({ verdict: "alarm", observed: "associated" });
  });

  it("is no alarm, and not journalled, where the account has never seen the association, which it may not see at all", async () => {
    const calls: string[] = [];
    const check = await checkDissociation(target, {
      ...tools({ ...apiOf("maybe", [false, false]), listIpams: async () => [] }),
      isSeen: () => false,
      onAlarm: async () => void calls.push("alarm"),
      onSeen: async () => void calls.push("seen"),
    });
    expect(check).toMatchObject({ verdict: "cannotTell", unproven: { detail: { requestId: "FIRST" } } });
    expect(isWithoutEffect(check)).toBe(false);
    expect(calls).toEqual([]);
  });

  it.each([
    ["a list that was read at the same time has shown the association", [], [true, false]],
    ["the IPAM is the account's own", [ipam()], [false, false]],
  ])("raises an alarm where %s, though nothing was known before", async (_, ipams, shown) => {
    const check = await checkDissociation(target, {
      ...tools({ ...apiOf("maybe", shown), listIpams: async () => ipams }),
      isSeen: () => false,
    });
    expect(check).toMatchObject({ verdict: "alarm", observed: "gone" });
  });

  it.each([checkDissociation, checkAssociation])(
    "cannot tell, nor that nothing changed, when that cannot be read",
    async (check) => {
      const api = apiOf("maybe", []);
      const { listAssociations } = api;
      let readings = 0;
      api.listAssociations = async (...asked) => {
        readings += 1;
        if (readings === 2) throw new IpamError({ reason: "forbidden", what: "", advice: "", effect: "no" });
        return listAssociations(...asked);
      };
      const found = await check(target, tools(api));
      expect(found).toMatchObject({ verdict: "cannotTell", error: { reason: "forbidden" } });
      expect(isWithoutEffect(found)).toBe(false);
    },
  );

  it("raises an alarm when the two are associated then", async () => {
    const check = await checkAssociation(target, tools(apiOf("maybe", [false, true])));
    expect(check).toMatchObject({ verdict: "alarm", observed: "associated" });
  });

  it.each([
    [checkDissociation, true],
    [checkAssociation, false],
  ])("has passed when a list shows no change, which is no proof that nothing changed", async (check, shown) => {
    const found = await check(target, tools(apiOf("maybe", [shown, shown])));
    expect(found).toMatchObject({
      verdict: "ready",
      requestId: "SECOND",
      unproven: { detail: { requestId: "FIRST" } },
    });
    expect(isWithoutEffect(found)).toBe(false);
  });

  it.each([
    [checkDissociation, true],
    [checkAssociation, false],
  ])("is refused as the last try is, without proof that nothing changed", async (check, shown) => {
    const api = apiOf("maybe", [shown, shown]);
    const { dryRunDissociate } = api;
    api.dryRunDissociate = async (...asked) => {
      await dryRunDissociate(...asked);
      throw new IpamError({ reason: "dependency", what: "", advice: "", effect: "no" });
    };
    api.dryRunAssociate = api.dryRunDissociate;
    const found = await check(target, tools(api));
    expect(found).toMatchObject({ verdict: "refused", why: "service", unproven: { reason: "serverFault" } });
    expect(isWithoutEffect(found)).toBe(false);
  });

  it.each([
    ["dissociate", checkDissociation, [true, true], "associated"],
    ["dissociate", checkDissociation, [true, false], "gone"],
    ["associate", checkAssociation, [false, false], "gone"],
  ] as const)(
    "is announced before it is looked at again, and what is seen after it: %s",
    async (_, check, shown, seen) => {
      const api = apiOf("maybe", shown);
      const { listAssociations } = api;
      const happened: string[] = [];
      api.listAssociations = (...asked) => {
        happened.push("list");
        return listAssociations(...asked);
      };
      await check(target, {
        ...tools(api),
        onAlarm: async () => void happened.push("announced"),
        onSeen: async ({ observed, requestId }) => void happened.push(`${observed} ${requestId}`),
      });
      expect(happened).toEqual(["list", "announced", "list", `${seen} FIRST`]);
    },
  );

  it("is not looked at again when the first try proves that it changed nothing", async () => {
    const found = await checkDissociation(target, tools(apiOf("no", [true])));
    expect(found).toMatchObject({ verdict: "ready" });
    expect(isWithoutEffect(found)).toBe(true);
  });
});
