import * as vscode from "vscode";
import { commonRegions } from "../../ipam/commonRegions.ts";
import type { DissociationCheck } from "../../ipam/DissociationCheck.ts";
import { IpamError } from "../../ipam/IpamError.ts";
import { isWithoutEffect } from "../../ipam/isWithoutEffect.ts";
import { measureImpact } from "../../ipam/measureImpact.ts";
import type { Region } from "../../ipam/regions.ts";
import type { Target } from "../../ipam/Target.ts";
import { toIpamError } from "../../ipam/toIpamError.ts";
import type { Session } from "../accounts/Session.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { explain } from "../common/explain.ts";
import type { Log } from "../common/Log.ts";
import { plainText } from "../common/plainText.ts";
import { type ToolName, toolName } from "../common/toolName.ts";
import type { ChangeCommands } from "../dissociate/ChangeCommands.ts";
import { unprovenText } from "../dissociate/reportText.ts";
import { targetsFromArguments } from "../dissociate/targetsFromArguments.ts";
import { inventoryRow } from "../dissociate/targetText.ts";

/** What a tool tells a model: data, and nothing that reads as an instruction to it. */
type Told = Readonly<Record<string, unknown>>;

/**
 * What agents in VS Code may ask: lists, impact and dry runs of the accounts that are shown. No tool changes anything, and
 * none opens another account. Texts from the cloud reach a model as values of JSON, on one line and cut.
 */
export class IpamTools {
  readonly #sessions: Sessions;
  readonly #changes: () => Promise<Pick<ChangeCommands, "dissociate">>;
  readonly #log: Log;

  constructor(sessions: Sessions, changes: () => Promise<Pick<ChangeCommands, "dissociate">>, log: Log) {
    this.#sessions = sessions;
    this.#changes = changes;
    this.#log = log;
  }

  /** What a tool shows before it runs, and what it asks. A dry run is a request of its own, so that it is asked about. */
  prepare(name: ToolName, input: unknown): vscode.PreparedToolInvocation {
    const { t } = vscode.l10n;
    if (name !== toolName.dryRun) return { invocationMessage: t("Reading VPC IPAM…") };
    const target = this.#target(input, "");
    return {
      invocationMessage: t("Dry run of a dissociation, which changes nothing…"),
      confirmationMessages: {
        title: t("Dry Run Dissociation"),
        message: target
          ? t(
              "Dry-run the dissociation of {0} from {1} in {2}? Nothing is changed.",
              plainText(target.discoveryId),
              plainText(target.ipamId),
              target.region,
            )
          : t("Dry-run a dissociation? Nothing is changed."),
      },
    };
  }

  /** Runs a tool. Failures are told as results, with their cause and remedy: a model can act on these. */
  async invoke(
    name: ToolName,
    { input }: vscode.LanguageModelToolInvocationOptions<object>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const cancellation = new AbortController();
    token.onCancellationRequested(() => cancellation.abort());
    let told: Told;
    try {
      told = await this.#run(name, input, cancellation.signal);
    } catch (thrown) {
      const error = toIpamError(thrown);
      this.#log.error(name, error);
      told = { error: explain(error).text };
    }
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(told, undefined, 1))]);
  }

  async #run(name: ToolName, input: unknown, signal: AbortSignal): Promise<Told> {
    const session = await this.#sessions.ensure();
    if (!session) return { error: vscode.l10n.t("Add a profile or open the demo account first.") };
    if (name === toolName.listIpams || name === toolName.listAssociations) {
      const list = name === toolName.listIpams ? ipams : associations;
      const others = this.#sessions.shown.filter((other) => other !== session);
      const otherAccounts = await Promise.all(others.map((other) => listed(other, input, list, signal)));
      return { ...(await listed(session, input, list, signal)), ...(otherAccounts.length > 0 && { otherAccounts }) };
    }
    const target = this.#target(input, session.profile.id);
    if (!target) throw badTarget();
    await Promise.all(this.#sessions.shown.map(({ inventory }) => inventory.settled(signal)));
    const seeing = this.#seeing(target, session);
    const own = { ...target, profile: seeing.profile.id };
    const told = await (name === toolName.impact ? impact(seeing, own, signal) : this.#dryRun(own, signal));
    return { ...aboutOf(seeing), ...told };
  }

  async #dryRun(target: Target, signal: AbortSignal): Promise<Told> {
    const { dissociate } = await this.#changes();
    const report = await dissociate.dryRunQuietly([target], { signal });
    if (report.ended !== "checked") return { dryRun: "not run", why: "something is being done with this association" };
    const [check] = report.checks;
    if (check) return { ...toldOf(check), checkedAt: timeOf(check.checkedAt) };
    const [{ dryRun } = { dryRun: "notSent" }] = report.notChecked;
    return { dryRun: dryRun === "unanswered" ? "cancelled before its answer came" : "cancelled" };
  }

  /** The active account, unless only another one that is shown knows the association. */
  #seeing(target: Target, active: Session): Session {
    const knows = ({ inventory }: Session) => inventoryRow(inventory, target) !== undefined;
    return knows(active) ? active : (this.#sessions.shown.find(knows) ?? active);
  }

  #target(input: unknown, profile: string): Target | undefined {
    try {
      const given = typeof input === "object" && input !== null ? { ...input, profile } : input;
      return targetsFromArguments(given, undefined, profile)?.[0];
    } catch {
      return undefined;
    }
  }
}

function aboutOf({ profile }: Session): Told {
  const demo = profile.kind === "demo" ? { demo: true } : {};
  return { account: plainText(profile.accountId), profile: plainText(profile.name), ...demo };
}

/** A list of what an account holds, once it is read. */
async function listed(
  session: Session,
  input: unknown,
  list: (session: Session, regions: readonly Region[]) => Told,
  signal: AbortSignal,
): Promise<Told> {
  await session.inventory.settled(signal);
  const regions = regionsOf(input, session);
  return { ...aboutOf(session), ...list(session, regions), notRead: notRead(session, regions) };
}

function ipams({ inventory }: Session, regions: readonly Region[]): Told {
  return {
    ipams: regions.flatMap((region) =>
      (inventory.region(region).contents?.ipams ?? []).map(({ ipam, associations: rows }) => ({
        ipamId: plainText(ipam.ipamId),
        name: plainText(ipam.name),
        region,
        status: plainText(ipam.status),
        operatingRegions: ipam.operatingRegions.map((one) => plainText(one)),
        associations: rows.length,
        readAt: timeOf(inventory.region(region).readAt),
      })),
    ),
  };
}

function associations({ inventory }: Session, regions: readonly Region[]): Told {
  return {
    associations: regions.flatMap((region) => {
      const { contents, readAt } = inventory.region(region);
      const rows = [
        ...(contents?.ipams ?? []).flatMap((joined) => joined.associations),
        ...(contents?.ownerSide ?? []),
      ];
      return rows.map((row) => ({
        region,
        ipamId: plainText(row.ipamId),
        ipamName: plainText(row.ipam?.name ?? ""),
        discoveryId: plainText(row.discoveryId),
        discoveryName: plainText(row.discovery?.name ?? ""),
        ownerAccount: plainText(row.discoveryOwnerId),
        provenance: row.provenance,
        canBeDissociated: row.removability === "unknown" ? "not known" : row.removability === "removable",
        status: plainText(row.status),
        readAt: timeOf(readAt),
      }));
    }),
  };
}

async function impact({ api, inventory }: Session, target: Target, signal: AbortSignal): Promise<Told> {
  const row = inventoryRow(inventory, target);
  const operatingRegions = commonRegions(row?.ipam, row?.discovery);
  if (!operatingRegions) throw badTarget();
  const { region, discoveryId } = target;
  const measured = await measureImpact({ region, discoveryId, operatingRegions }, api, Date.now, signal);
  return {
    readAt: timeOf(measured.readAt),
    stopsSeeing: measured.regions.map(({ region: place, tally, error }) => ({
      region: plainText(place),
      vpcs: tally?.vpcs ?? "not known",
      vSwitches: tally?.vSwitches ?? "not known",
      ...(tally?.atMost && { atMost: true }),
      ...(error && { why: explain(error).text }),
    })),
  };
}

/** `would fail` only where the service or the rules say so; a missing permission says nothing of it. */
function toldOf(check: DissociationCheck): Told {
  const changed = isWithoutEffect(check) ? false : "not known";
  switch (check.verdict) {
    case "ready":
      return {
        dryRun: "passed",
        changed,
        ...(check.unproven && { why: unprovenText("dissociate", check) }),
        ...(check.requestId && { requestId: plainText(check.requestId) }),
      };
    case "refused": {
      const why = check.error ? explain(check.error).text : check.why;
      return { dryRun: "would fail", changed, why: [why, unprovenText("dissociate", check)].join(" ").trim() };
    }
    case "cannotTell":
      return { dryRun: "cannot tell", changed, why: explain(check.error).text };
    case "alarm":
      return {
        dryRun: check.lost
          ? "no answer proves that it changed nothing, and the two ends are read as the change would leave them; tell the person at once"
          : "answered as only the change itself should be; tell the person at once",
        associationNow: check.observed,
        ...(check.requestId && { requestId: plainText(check.requestId) }),
      };
  }
}

function notRead({ inventory }: Session, regions: readonly Region[]): readonly Told[] {
  return regions.flatMap((region) => {
    const snapshot = inventory.region(region);
    const errors = snapshot.state === "failed" ? [snapshot.error] : (snapshot.contents?.gaps ?? []);
    return errors.map((error) => ({ region, why: explain(error).text }));
  });
}

function regionsOf(input: unknown, { inventory }: Session): readonly Region[] {
  const asked = typeof input === "object" && input !== null && "region" in input ? input.region : undefined;
  if (asked === undefined || asked === "") return inventory.regions;
  const region = inventory.regions.find((one) => one === asked);
  if (region) return [region];
  throw new IpamError({
    reason: "invalidParameter",
    what: "This is no region of VPC IPAM that is read here.",
    advice: "Leave the region out to ask for all of them.",
    effect: "no",
  });
}

function badTarget(): IpamError {
  return new IpamError({
    reason: "invalidParameter",
    what: "This names no association that is known here.",
    advice: "Take region, ipamId and discoveryId from the list of associations.",
    effect: "no",
  });
}

function timeOf(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();
}
