/** Why a file is no plan that can be read. `cut` is one that ends too early. */
export type PlanTextFault = "empty" | "binary" | "notJson" | "state" | "otherVersion" | "neither" | "cut";

/** How the JSON of a plan begins: terraform and tofu write their version of the format first. */
const version = /^\s*\{\s*"format_version"\s*:\s*"(\d+)\.\d+"/;

/** What a plan has and no state does; in quotes that stand by themselves, so that no text inside of it says so. */
const planKeys = ['"planned_values"', '"resource_changes"', '"applyable"', '"output_changes"'];

/** As much of a text as is searched for keys, which stand before what is long in it: some milliseconds. */
const searched = 4_000_000;

/**
 * Says why a text is not the JSON of a plan, by its beginning and its end, without parsing what may be very long.
 * @returns undefined when it is one
 */
export function planTextFault(text: string): PlanTextFault | undefined {
  const start = text.slice(0, 1_000);
  if (start.trim() === "") return "empty";
  // A plan file as terraform writes it for itself is a zip archive.
  if (start.startsWith("PK\u0003\u0004") || start.includes("\u0000")) return "binary";
  if (!/^\s*\{/.test(start)) return "notJson";
  const major = version.exec(start)?.[1];
  const part = text.slice(0, searched);
  if (!planKeys.some((key) => part.includes(key))) {
    const isState = part.includes('"values"') || (part.includes('"lineage"') && part.includes('"serial"'));
    return isState ? "state" : "neither";
  }
  if (major !== undefined && major !== "0" && major !== "1") return "otherVersion";
  return /\}\s*$/.test(text.slice(-1_000)) ? undefined : "cut";
}
