import { blockColumns } from "../../ipam/arrangeBlocks.ts";
import type { DetailAction } from "./DetailPage.ts";

/** Longest text to look for, and longest CIDR. */
const longest = 200;

/** What a message of the page asks for; undefined where it is none that the page sends. */
export function detailAction(message: unknown): DetailAction | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { action, field, text, column, cidr }: Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.entries(message),
  );
  switch (action) {
    case "ready":
    case "refresh":
    case "export":
      return { action };
    case "copy":
      return typeof field === "number" ? { action, field } : undefined;
    case "search":
      return typeof text === "string" ? { action, text: text.slice(0, longest) } : undefined;
    case "sort": {
      const known = blockColumns.find((one) => one === column);
      return known && { action, column: known };
    }
    case "zoom":
      return typeof cidr === "string" ? { action, cidr: cidr.slice(0, longest) } : undefined;
    default:
      return undefined;
  }
}
