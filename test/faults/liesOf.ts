import { inspect } from "node:util";
import { secretTraces } from "../support/secretTraces.ts";
import type { Report } from "./perform.ts";
import type { Stage } from "./Stage.ts";

/**
 * What is wrong with a report, whatever fault was met: it is untrue, names no cause or remedy, or shows a secret.
 * @param beside what else was told, which must show no secret either
 */
export function liesOf(report: Report, stage: Stage, ...beside: readonly unknown[]): readonly string[] {
  return [...againstTruth(report, stage), ...withoutRemedy(report), ...secretsShown(report, beside, stage)];
}

function againstTruth({ claimsAssociated, claimsIpams, claimsAccount }: Report, stage: Stage): readonly string[] {
  const { organisation, consumer } = stage.pair;
  const ipams = organisation.ipams.map(({ id }) => id);
  return [
    stage.effects > 1 && `took effect ${stage.effects} times`,
    claimsAssociated !== undefined && claimsAssociated !== stage.isAssociated && "tells another state than there is",
    claimsIpams && String([...claimsIpams].sort()) !== String([...ipams].sort()) && "tells other IPAMs than there are",
    claimsAccount !== undefined && claimsAccount !== consumer.id && "tells another account",
  ].filter((lie) => typeof lie === "string");
}

function withoutRemedy({ said, error }: Report): readonly string[] {
  return [
    /^(failed|gap|cannot tell)/.test(said) && !error && "names no cause",
    error && error.detail.what === "" && "names no cause",
    error && error.detail.advice === "" && "names no remedy",
    error?.reason === "unexpected" && "met a fault of the program itself",
  ].filter((lie) => typeof lie === "string");
}

/** In the report as a person, a log or a debugger would see it, in the lines about the wire, in the journal, in arguments. */
function secretsShown(
  report: Report,
  beside: readonly unknown[],
  { secrets, calls, folder }: Stage,
): readonly string[] {
  const texts = [
    ...[report, ...beside].map((told) => inspect(told, { depth: Number.POSITIVE_INFINITY, showHidden: true })),
    JSON.stringify([report, ...beside]),
    String(report.error),
    report.error?.stack ?? "",
    JSON.stringify(calls),
  ];
  return [
    texts.some((text) => secrets.some((secret) => text.includes(secret))) && "shows a secret",
    secretTraces(folder, secrets).length > 0 && "wrote a secret",
  ].filter((lie) => typeof lie === "string");
}
