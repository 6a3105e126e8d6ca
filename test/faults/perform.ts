import { randomUUID } from "node:crypto";
import { ChangeSender } from "../../src/ipam/ChangeSender.ts";
import type { DissociationCheck } from "../../src/ipam/DissociationCheck.ts";
import { Inventory } from "../../src/ipam/Inventory.ts";
import type { IpamError } from "../../src/ipam/IpamError.ts";
import type { Settlement } from "../../src/ipam/Settlement.ts";
import type { Target } from "../../src/ipam/Target.ts";
import { toIpamError } from "../../src/ipam/toIpamError.ts";
import { testDissociation } from "../support/testDissociation.ts";
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
      return dissociate(stage);
    case "associate":
      return associate(stage);
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
  const report = await useCase(stage).dryRun([target(stage)]);
  if (report.ended !== "checked") throw new Error(`The dry run ended as ${report.ended}.`);
  return ofCheck(report.checks[0]);
}

async function dissociate(stage: Stage): Promise<Report> {
  const report = await useCase(stage).dissociate([target(stage)]);
  if (report.ended === "checked") return ofCheck(report.checks[0]);
  const [end] = report.ended === "settled" ? report.ends : [];
  if (!end || !("settlement" in end)) throw new Error(`The dissociation ended as ${report.ended}.`);
  return ofSettlement(end.settlement);
}

async function associate(stage: Stage): Promise<Report> {
  const sender = new ChangeSender({
    clock: stage.clock,
    newClientToken: randomUUID,
    onPhase: () => {},
    onUnwritten: () => {},
  });
  const change = { action: "associate", target: target(stage), dryRunRequestId: undefined } as const;
  const actor = { accountId: stage.pair.consumer.id, api: stage.api, journal: stage.journal };
  const sending = await sender.send(change, actor);
  if (!("settlement" in sending)) throw new Error("Nothing else is under way.");
  return ofSettlement(sending.settlement);
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

function useCase({ api, clock, journal }: Stage) {
  return testDissociation({ api, clock, journal, newClientToken: randomUUID });
}

function target({ pair: { ipam, discovery } }: Stage): Target {
  return { profile: "p", region: ipam.region, ipamId: ipam.id, discoveryId: discovery.id };
}

function ofCheck(check: DissociationCheck | undefined): Report {
  switch (check?.verdict) {
    case undefined:
      throw new Error("Nothing was checked.");
    case "ready":
      return { said: "passed", claimsAssociated: true, requestId: check.requestId };
    case "refused":
      return { said: `refused: ${check.error?.reason ?? check.why}`, error: check.error };
    case "cannotTell":
      return { said: `cannot tell: ${check.error.reason}`, error: check.error };
    case "alarm": {
      const { observed, unreadable } = check;
      return {
        said: `alarm: ${observed}`,
        error: unreadable,
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
