import { randomUUID } from "node:crypto";
import type { AssociationCheck } from "../../src/ipam/AssociationCheck.ts";
import type { ChangeAction } from "../../src/ipam/Change.ts";
import type { ChangeRunner } from "../../src/ipam/ChangeRunner.ts";
import type { DissociationCheck } from "../../src/ipam/DissociationCheck.ts";
import { Inventory } from "../../src/ipam/Inventory.ts";
import type { IpamError } from "../../src/ipam/IpamError.ts";
import type { Settlement } from "../../src/ipam/Settlement.ts";
import type { Target } from "../../src/ipam/Target.ts";
import { toIpamError } from "../../src/ipam/toIpamError.ts";
import { testRunner } from "../support/testRunner.ts";
import type { Stage } from "./Stage.ts";

/** What an operation told the person. */
export interface Report {
  /** One word or two, for the table. */
  readonly said: string;
  readonly error?: IpamError | undefined;
  readonly requestId?: string | undefined;
  /** What it claims of the association; undefined where it claims nothing. */
  readonly claimsAssociated?: boolean;
  /** Ids it claims are there. */
  readonly claimsIpams?: readonly string[];
  readonly claimsAccount?: string;
}

/** Carries out the stage's operation with the code that the extension runs. */
export async function perform(stage: Stage): Promise<Report> {
  switch (stage.operation) {
    case "list":
      return list(stage);
    case "dry run":
      return dryRun(stage);
    case "dissociate":
    case "associate":
      return change(stage.operation, stage);
    case "sign in":
      return signIn(stage);
  }
}

async function list({ api, clock }: Stage): Promise<Report> {
  const inventory = new Inventory(api, ["cn-hangzhou"], () => clock.now());
  await inventory.load();
  const region = inventory.region("cn-hangzhou");
  inventory.dispose();
  if (region.state === "failed") return { said: `failed: ${region.error.reason}`, error: region.error };
  if (region.state !== "loaded") throw new Error("The region was not read.");
  const { ipams, ownerSide, gaps } = region.contents;
  const [gap] = gaps;
  if (gap) return { said: `gap: ${gap.reason}`, error: gap };
  const rows = [...ipams.flatMap(({ associations }) => associations), ...ownerSide];
  return {
    said: "listed",
    claimsIpams: ipams.map(({ ipam }) => ipam.ipamId),
    claimsAssociated: rows.some(({ provenance }) => provenance === "shared"),
  };
}

async function dryRun(stage: Stage): Promise<Report> {
  const report = await runner(stage).dryRun("dissociate", [target(stage)]);
  if (report.ended !== "checked") throw new Error(`The dry run ended as ${report.ended}.`);
  return ofCheck(report.checks[0], true);
}

async function change(action: ChangeAction, stage: Stage): Promise<Report> {
  const report = await runner(stage).change(action, [target(stage)], { confirm: async () => "change" });
  if (report.ended === "checked") return ofCheck(report.checks[0], action === "dissociate");
  const [end] = report.ended === "settled" ? report.ends : [];
  if (!end || !("settlement" in end)) throw new Error(`The change ended as ${report.ended}.`);
  return ofSettlement(end.settlement);
}

async function signIn({ cloud, credentials }: Stage): Promise<Report> {
  try {
    const { accountId } = await cloud.callerIdentity(async () => credentials, "cn-hangzhou");
    return { said: "signed in", claimsAccount: accountId };
  } catch (thrown) {
    const error = toIpamError(thrown);
    return { said: `failed: ${error.reason}`, error };
  }
}

function runner({ api, clock, journal }: Stage): ChangeRunner {
  return testRunner({ api, clock, journal, newClientToken: randomUUID });
}

function target({ pair: { ipam, discovery } }: Stage): Target {
  return { profile: "p", region: ipam.region, ipamId: ipam.id, discoveryId: discovery.id };
}

/** @param claimsAssociated what a check that passed claims */
function ofCheck(check: DissociationCheck | AssociationCheck | undefined, claimsAssociated: boolean): Report {
  switch (check?.verdict) {
    case undefined:
      throw new Error("Nothing was checked.");
    case "ready":
      return { said: "passed", claimsAssociated, requestId: check.requestId };
    case "refused":
      return { said: `refused: ${check.error?.reason ?? check.why}`, error: check.error };
    case "cannotTell":
      return { said: `cannot tell: ${check.error.reason}`, error: check.error };
    case "alarm": {
      const { observed, unreadable, lost } = check;
      return {
        said: `alarm: ${observed}`,
        error: unreadable ?? lost,
        requestId: check.requestId,
        ...(observed !== "unknown" && { claimsAssociated: observed === "associated" }),
      };
    }
  }
}

function ofSettlement(settlement: Settlement): Report {
  switch (settlement.outcome) {
    case "dissociated":
      return { said: "dissociated", claimsAssociated: false, requestId: settlement.requestId };
    case "associated":
      return { said: "associated", claimsAssociated: true, requestId: settlement.requestId };
    case "stillAssociated":
      return { said: "still associated", claimsAssociated: true, error: settlement.error };
    case "notAssociated":
      return { said: "not associated", claimsAssociated: false, error: settlement.error };
    case "refused":
      return { said: `refused: ${settlement.error.reason}`, error: settlement.error };
    case "unknown":
      return { said: "not known", error: settlement.error };
  }
}
