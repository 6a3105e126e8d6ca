import { bulkColumns } from "../../ipam/arrangeBulk.ts";
import { bulkOutcomes } from "../../ipam/BulkOutcome.ts";
import { type ResultAction, resultButtons } from "./ResultPage.ts";

/** What a message of the page asks for; undefined where it is none that the page sends. */
export function resultAction(message: unknown): ResultAction | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(message));
  switch (fields["action"]) {
    case "sort": {
      const column = bulkColumns.find((one) => one === fields["column"]);
      return column && { action: "sort", column };
    }
    case "filter": {
      const outcome = bulkOutcomes.find((one) => one === fields["outcome"]);
      return outcome || fields["outcome"] === undefined ? { action: "filter", outcome } : undefined;
    }
    default: {
      const action = (["ready", ...resultButtons] as const).find((one) => one === fields["action"]);
      return action && { action };
    }
  }
}
