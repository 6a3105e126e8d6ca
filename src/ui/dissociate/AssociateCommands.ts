import * as vscode from "vscode";
import type { ChangeReport } from "../../ipam/ChangeRunner.ts";
import type { Passed } from "../../ipam/ChangeStep.ts";
import type { Ipam } from "../../ipam/Ipam.ts";
import type { Target } from "../../ipam/Target.ts";
import { toIpamError } from "../../ipam/toIpamError.ts";
import type { Session } from "../accounts/Session.ts";
import { explain } from "../common/explain.ts";
import { associationCheckText } from "./associationCheckText.ts";
import type { ChangeDesk } from "./ChangeDesk.ts";
import { confirmAssociation } from "./confirmAssociation.ts";
import { confirmationByPolicy } from "./confirmationByPolicy.ts";
import { pickAssociable } from "./pickAssociable.ts";
import { fieldsOf, targetsFromArguments } from "./targetsFromArguments.ts";

/** The commands that make an association, for the first time or again. */
export class AssociateCommands {
  readonly #desk: ChangeDesk;

  constructor(desk: ChangeDesk) {
    this.#desk = desk;
  }

  /** Command `ipamExplorer.associate`: from an IPAM, the palette, or with a target. */
  async associate(clicked?: unknown): Promise<ChangeReport<"associate"> | undefined> {
    const active = await this.#desk.session();
    if (!active) return undefined;
    const row = ipamRow(clicked);
    const session = row ? await this.#desk.sessions.forProfile(row.profile) : active;
    const targets = await this.#targets(clicked, row, session);
    return targets.length === 0 ? undefined : this.again(targets);
  }

  /** Associates again what was dissociated: its own dry run, its own confirmation. */
  again(targets: readonly Target[]): Promise<ChangeReport<"associate"> | undefined> {
    return this.#desk.run(targets, {
      action: "associate",
      isDryRun: false,
      title: vscode.l10n.t("Associate"),
      work: (signal) =>
        this.#desk.runner.change("associate", targets, {
          signal,
          confirm: (checks) => this.#confirm(checks),
          noteOf: (target) => this.#desk.namesOf(target),
        }),
      checkText: associationCheckText,
    });
  }

  async #confirm(checks: readonly Passed<"associate">[]): Promise<"change" | "dryRun" | "cancel"> {
    const desk = this.#desk;
    const confirmation = await confirmationByPolicy("AssociateIpamResourceDiscovery", "button");
    return confirmAssociation(checks, {
      account: await desk.accountsOf(checks.map(({ target }) => target)),
      confirmation,
      namesOf: (target) => desk.namesOf(target),
    });
  }

  async #targets(clicked: unknown, row: IpamRow | undefined, session: Session): Promise<readonly Target[]> {
    const { t } = vscode.l10n;
    try {
      if (clicked !== undefined && !row) {
        return targetsFromArguments(clicked, undefined, session.profile.id) ?? [];
      }
    } catch (error) {
      this.#desk.log.error("Associate", error);
      this.#desk.tell({ severity: "error", text: t("This command needs an IPAM or a target to work on.") });
      return [];
    }
    const ipams = ipamsOf(session).filter(({ ipamId }) => row === undefined || ipamId === row.ipamId);
    if (ipams.length === 0) {
      this.#desk.tell({ severity: "information", text: t("There is no IPAM to associate a resource discovery with.") });
      return [];
    }
    try {
      const picked = await pickAssociable(session, ipams);
      for (const { target, ipamName, discoveryName } of picked) this.#desk.learn(target, { ipamName, discoveryName });
      return picked.map(({ target }) => target);
    } catch (thrown) {
      const error = toIpamError(thrown);
      this.#desk.log.error("Associate", error);
      if (error.reason !== "cancelled") this.#desk.tell({ severity: "error", text: explain(error).text });
      return [];
    }
  }
}

function ipamsOf({ inventory }: Session): readonly Ipam[] {
  return inventory.snapshots().flatMap(({ contents }) => (contents?.ipams ?? []).map(({ ipam }) => ipam));
}

/** What names an IPAM. What else is to be known of it stands in the inventory: a keybinding can make a row up. */
interface IpamRow {
  readonly profile: string;
  readonly ipamId: string;
}

function ipamRow(value: unknown): IpamRow | undefined {
  const { kind, profile, joined } = fieldsOf(value);
  const { ipamId } = fieldsOf(fieldsOf(joined).ipam);
  if (kind !== "ipam" || typeof profile !== "string" || typeof ipamId !== "string") return undefined;
  return { profile, ipamId };
}
