import type { ChangeNote } from "./Change.ts";
import { type ChangePhase, ChangeProcedure, type ChangeReport, type TargetEnd } from "./ChangeProcedure.ts";
import type { Actor, ChangeSender } from "./ChangeSender.ts";
import type { Clock } from "./Clock.ts";
import { type CheckTools, checkDissociation } from "./checkDissociation.ts";
import type { DissociationCheck, ReadyCheck } from "./DissociationCheck.ts";
import type { Impact } from "./Impact.ts";
import type { IpamApi } from "./IpamApi.ts";
import { measureImpact } from "./measureImpact.ts";
import type { OnFailure } from "./OnFailure.ts";
import type { Target } from "./Target.ts";

/** What a person answers when asked whether to go on. */
export type Decision = "dissociate" | "dryRun" | "cancel";

/** The person, as the use case sees them. */
export interface Person {
  /** Asks about checks that all passed, the last step before anything is changed. */
  confirm(checks: readonly ReadyCheck[]): Promise<Decision>;
}

/** What became of one request to dissociate targets. */
export type DissociationReport = ChangeReport<DissociationCheck>;

/** What the use case needs from outside. */
export interface DissociationTools {
  readonly actorFor: (target: Target) => Promise<Actor>;
  readonly sender: ChangeSender;
  readonly person: Person;
  readonly clock: Clock;
  readonly newClientToken: () => string;
  readonly isKnownOwnDefault: (target: Target) => boolean;
  /** Where the IPAM sees what the discovery shows, as far as the inventory knows; what is there is then counted. */
  readonly operatingRegionsOf?: (target: Target) => readonly string[] | undefined;
  /** What the journal is to keep beside the change; asked after the confirmation. */
  readonly noteOf?: (target: Target) => ChangeNote;
  /** What a target that was not dissociated means for those behind it; asked after the confirmation. `stop` without it. */
  readonly onFailure?: () => OnFailure;
  /** Told of each check when it is known, while others may still be under way. */
  readonly onCheck?: (check: DissociationCheck) => void;
  /** Told of each target when it has ended, while others may still have to be sent. */
  readonly onEnd?: (end: TargetEnd) => void;
  readonly onPhase: (target: Target, phase: ChangePhase) => void;
  /** Told how a change came out after the person had stopped waiting for it. */
  readonly onLate: (end: TargetEnd) => void;
}

/** Dissociation as a sequence without a screen; the steps are those of every change. */
export class Dissociation {
  readonly #tools: DissociationTools;
  readonly #procedure: ChangeProcedure<DissociationCheck>;

  constructor(tools: DissociationTools) {
    this.#tools = tools;
    this.#procedure = new ChangeProcedure({
      ...tools,
      action: "dissociate",
      check: (target, signal) => this.#check(target, signal),
      confirm: async (checks) => {
        const decision = await tools.person.confirm(checks);
        return decision === "dissociate" ? "change" : decision;
      },
    });
  }

  /**
   * See {@link ChangeProcedure.dryRun}.
   * @param known where it is given, neither are the IPAMs read again nor is the impact counted: one list and one dry run
   * for each target
   */
  dryRun(
    targets: readonly Target[],
    signal?: AbortSignal,
    known?: NonNullable<CheckTools["knownIpams"]>,
  ): Promise<DissociationReport> {
    if (!known) return this.#procedure.dryRun(targets, signal);
    return this.#procedure.dryRun(targets, signal, async (target, ended) =>
      checkDissociation(target, { ...(await this.#checkTools(target)), knownIpams: known }, ended),
    );
  }

  /** See {@link ChangeProcedure.change}. */
  dissociate(targets: readonly Target[], signal?: AbortSignal): Promise<DissociationReport> {
    return this.#procedure.change(targets, signal);
  }

  async #check(target: Target, signal: AbortSignal | undefined): Promise<DissociationCheck> {
    const tools = await this.#checkTools(target);
    const [check, impact] = await Promise.all([
      checkDissociation(target, tools, signal),
      this.#measure(target, tools.api, signal),
    ]);
    return impact && check.verdict === "ready" ? { ...check, impact } : check;
  }

  async #checkTools(target: Target): Promise<CheckTools> {
    const { actorFor, clock, newClientToken, isKnownOwnDefault } = this.#tools;
    return { api: (await actorFor(target)).api, now: () => clock.now(), newClientToken, isKnownOwnDefault };
  }

  /** Beside the check, so that it costs no wait; not for what is refused without asking. */
  async #measure(target: Target, api: IpamApi, signal: AbortSignal | undefined): Promise<Impact | undefined> {
    const { clock, isKnownOwnDefault, operatingRegionsOf } = this.#tools;
    const operatingRegions = isKnownOwnDefault(target) ? undefined : operatingRegionsOf?.(target);
    if (!operatingRegions) return undefined;
    const { region, discoveryId } = target;
    return measureImpact({ region, discoveryId, operatingRegions }, api, () => clock.now(), signal);
  }
}
