import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import type { Region } from "../../ipam/regions.ts";
import { oneLine } from "../common/oneLine.ts";
import { plainText } from "../common/plainText.ts";
import { ageText } from "./ageText.ts";
import type { Knowledge, Subject } from "./Subject.ts";
import type { Translate } from "./Translate.ts";

/** What a sentence about knowledge is said with. */
export interface Telling {
  /** The name of the open account. */
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly t: Translate;
}

/**
 * What is known of a place, in the few words of a lens.
 * @param knowledge of each thing that the place names
 * @param region the region that the document gives it
 */
export function knowledgeText(
  knowledge: readonly Knowledge[],
  region: Region | undefined,
  { account, now, t }: Telling,
): string | undefined {
  const subjects = subjectsOf(knowledge);
  const [first] = subjects;
  if (first) {
    const readAts = subjects.map(({ readAt }) => readAt);
    if (readAts.includes(undefined)) return t("Reading associations…");
    const read = t("read {0}", ageText(Math.min(...readAts.map(Number)), now, t));
    const elsewhere = region && first.region !== region ? first.region : undefined;
    return [associatedText(subjects, t), elsewhere, read].filter(Boolean).join(" · ");
  }
  return absenceText(knowledge, { account, now, t });
}

/** All that was found, each once. */
export function subjectsOf(knowledge: readonly Knowledge[]): readonly Subject[] {
  const all = knowledge.flatMap((one) => (one.known === "found" ? one.subjects : []));
  return [...new Map(all.map((subject) => [subject.id, subject])).values()];
}

/** The associations of several subjects, each once. */
export function rowsOf(subjects: readonly Subject[]): readonly JoinedAssociation[] {
  return [...new Set(subjects.flatMap(({ rows }) => rows))];
}

/** Names that a lens has room for. */
const mostNames = 2;

/** The other ends of associations. An IPAM's own default discovery, which is there anyway, is named only when it is alone. */
function associatedText(subjects: readonly Subject[], t: Translate): string {
  const rows = rowsOf(subjects);
  if (rows.length === 0) return t("No association");
  const own = new Set(subjects.map(({ id }) => id));
  const others = rows.filter((row) => row.removability !== "ownDefault" || !own.has(row.ipamId));
  if (others.length === 0) return t("Associated with its own default discovery only");
  const names = [...new Set(others.map((row) => (own.has(row.ipamId) ? discoveryName(row) : ipamName(row))))];
  const shown = names.slice(0, mostNames).join(", ");
  if (others.every(({ removability }) => removability === "ownDefault")) return t("Default discovery of {0}", shown);
  return names.length > mostNames
    ? t("Associated with {0} and {1} more", shown, names.length - mostNames)
    : t("Associated with {0}", shown);
}

function discoveryName({ discovery, discoveryId }: JoinedAssociation): string {
  return shortName(discovery?.name ?? "") || shortName(discoveryId);
}

function ipamName({ ipam, ipamId }: JoinedAssociation): string {
  return shortName(ipam?.name ?? "") || shortName(ipamId);
}

/** A name as a lens has room for it. */
function shortName(name: string): string {
  return plainText(oneLine(name, 40));
}

function absenceText(knowledge: readonly Knowledge[], { account, now, t }: Telling): string | undefined {
  // What will change of its own accord, or can be mended, is worth more than what is missing.
  const order: readonly Knowledge["known"][] = [
    "closed",
    "reading",
    "failed",
    "outside",
    "beside",
    "missing",
    "unnamed",
  ];
  const [told] = [...knowledge].sort((one, other) => order.indexOf(one.known) - order.indexOf(other.known));
  switch (told?.known) {
    case "closed":
      return t("Associations are not read yet");
    case "reading":
      return t("Reading associations…");
    case "failed":
      return t("Associations in {0} could not be read", told.region);
    case "outside":
      return t("{0} is not among the regions that are read", told.region);
    case "beside":
      return t("Seen by {0}, which is not the active account", plainText(told.account));
    case "missing": {
      const read = t("read {0}", ageText(told.readAt, now, t));
      const name = plainText(account);
      return `${told.certain ? t("Not in account {0}", name) : t("No association in account {0}", name)} · ${read}`;
    }
    case "unnamed":
      return t("No id or name here to find it by");
    default:
      return undefined;
  }
}
