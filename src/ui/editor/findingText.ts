import * as vscode from "vscode";
import type { Ending } from "../../iac/Ending.ts";
import type { Finding } from "../../iac/Finding.ts";
import type { NamedThing } from "../../iac/Reference.ts";
import type { RegionInventory } from "../../ipam/RegionInventory.ts";
import type { ResourceCount } from "../../ipam/ResourceCount.ts";
import { plainText } from "../common/plainText.ts";
import { timeText } from "../dissociate/timeText.ts";

/** What the inventory says about a finding. */
export interface FindingKnowledge {
  readonly endings: readonly Ending[];
  /** How far its region was read; undefined when no account is open. */
  readonly state: RegionInventory["state"] | undefined;
  /** Name and id of the open account. */
  readonly account: string;
  /** When it was read, ms since 1970. */
  readonly readAt: number | undefined;
  readonly count: (ending: Ending) => ResourceCount | undefined;
}

/** Associations that are named one by one. */
const named = 5;

/** What applying a change would do, in whole sentences. */
export function findingText(finding: Finding, knowledge: FindingKnowledge): string {
  const discoveries = finding.discoveries.map((thing) => ({ ...thing, ...knownName(thing, knowledge.endings) }));
  return [leadText({ ...finding, discoveries }), ...effectTexts(finding, knowledge)].join(" ");
}

/** The name in the account of what a file knows by its id alone. */
function knownName({ id, name }: NamedThing, endings: readonly Ending[]): Pick<NamedThing, "name"> {
  const known = endings.find(({ association }) => association.discoveryId === id)?.association.discovery?.name;
  return name === undefined && known ? { name: known } : {};
}

function leadText({ kind, subject, discoveries, ipams, targets, operatingRegions, certain }: Finding): string {
  const { t } = vscode.l10n;
  const thing = thingText(subject);
  const shared = discoveries.map(thingText).join(", ");
  const accounts = targets.map(plainText).join(", ");
  switch (kind) {
    case "shareRemoved":
      return t("Applying this removes the share {0}, which silently ends associations of {1}.", thing, shared);
    case "sharedResourceRemoved":
      return t("Applying this stops sharing {0}, which silently ends associations of it.", shared);
    case "sharedResourceRetargeted":
      return certain
        ? t("Applying this replaces {0}, which silently ends associations of {1}.", thing, shared)
        : t("Applying this may replace {0}, which would silently end associations of {1}.", thing, shared);
    case "sharedTargetRemoved":
      return accounts
        ? t("Applying this stops sharing {0} with {1}, which silently ends associations of it.", shared, accounts)
        : t("Applying this stops sharing {0} with an account, which silently ends associations of it.", shared);
    case "sharedTargetRetargeted":
      return certain
        ? t("Applying this shares {0} with another account, which silently ends associations of it.", shared)
        : t("Applying this may share {0} with another account, which would silently end associations of it.", shared);
    case "discoveryRemoved":
      return t(
        "Applying this removes the discovery {0}. The service refuses that while it is shared or an IPAM's default one.",
        thing,
      );
    case "ipamRemoved":
      return t("Applying this removes the IPAM {0}, with its default discovery and all of its associations.", thing);
    case "operatingRegionsRemoved":
      return ipams.length > 0
        ? t(
            "Applying this takes {0} from the operating regions of the IPAM {1}, which then does not see the resources there any more.",
            operatingRegions.map(plainText).join(", "),
            thing,
          )
        : t(
            "Applying this takes {0} from the operating regions of the discovery {1}, through which no IPAM then sees the resources there any more.",
            operatingRegions.map(plainText).join(", "),
            thing,
          );
    case "discoveryBecomesDefault":
      return t(
        "The discovery {0} becomes the default one of the IPAM {1}, which is declared for the same account and region. Then it can be neither dissociated nor removed by itself.",
        thing,
        ipams.map(thingText).join(", "),
      );
    case "preventDestroyRemoved":
      return t("The declaration of {0} was guarded against destruction, and the guard is gone with it.", thing);
  }
}

/** What is known of the associations that end. */
function effectTexts(finding: Finding, knowledge: FindingKnowledge): readonly string[] {
  const { t } = vscode.l10n;
  const { kind } = finding;
  if (kind === "operatingRegionsRemoved" || kind === "discoveryBecomesDefault" || kind === "preventDestroyRemoved") {
    return [];
  }
  const { endings, state, account, readAt } = knowledge;
  if (endings.length > 0) {
    const texts = endings.slice(0, named).map((ending) => endingText(ending, knowledge.count(ending)));
    return endings.length > named ? [...texts, t("Other associations that end: {0}.", endings.length - named)] : texts;
  }
  if (state !== undefined && !isIdentified(finding)) {
    return [t("Which associations that ends is not known, since the files do not say which id or name it has.")];
  }
  switch (state) {
    case undefined:
      return [t("Which associations that ends is not known, since no account is open.")];
    case "loading":
      return [t("Which associations that ends is not known yet: the regions are being read.")];
    case "failed":
      return [t("Which associations that ends is not known, since not all of it could be read.")];
    case "loaded":
      return readAt === undefined
        ? []
        : [
            t(
              "The account {0} sees no association that this ends, as read at {1}.",
              plainText(account),
              timeText(readAt),
            ),
          ];
  }
}

/** Whether the files tell what to look for in the account. */
function isIdentified({ kind, discoveries, ipams, region }: Finding): boolean {
  const things = kind === "ipamRemoved" ? ipams : discoveries;
  return things.every(({ id, name }) => id !== undefined || (name !== undefined && region !== undefined));
}

function endingText({ association, certain }: Ending, count: ResourceCount | undefined): string {
  const { t } = vscode.l10n;
  const ipam = thingText({ id: association.ipamId, name: association.ipam?.name ?? "" });
  const discovery = thingText({ id: association.discoveryId, name: association.discovery?.name ?? "" });
  if (!count) {
    return certain
      ? t(
          "The IPAM {0} loses what it sees through {1}; how many VPCs and vSwitches that is, is not known.",
          ipam,
          discovery,
        )
      : t(
          "The IPAM {0} may lose what it sees through {1}; how many VPCs and vSwitches that is, is not known.",
          ipam,
          discovery,
        );
  }
  const { vpcs, vSwitches } = count;
  return certain && !count.atMost
    ? t("Through {1}, {2} VPCs and {3} vSwitches disappear from the IPAM {0}.", ipam, discovery, vpcs, vSwitches)
    : t(
        "Through {1}, up to {2} VPCs and {3} vSwitches may disappear from the IPAM {0}.",
        ipam,
        discovery,
        vpcs,
        vSwitches,
      );
}

/** By its name first, for that is what a person calls it. */
function thingText({ name, address, id }: NamedThing): string {
  return plainText(name || address || id || "") || vscode.l10n.t("(no name known)");
}
