import axe from "axe-core";
import type { Frame } from "playwright-core";

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/**
 * What axe finds against WCAG 2.2 A and AA and its own best practice in a frame: the rule, the element, and what is wrong.
 * @param rules ids of the only rules to ask; all of those when empty
 */
export async function axeViolations(frame: Frame, rules: readonly string[] = []): Promise<readonly string[]> {
  await frame.evaluate(axe.source);
  const runOnly =
    rules.length > 0
      ? { type: "rule", values: rules }
      : { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
  const { violations } = await frame.evaluate<AxeResult>(
    `axe.run(document, ${JSON.stringify({ runOnly, resultTypes: ["violations"] })})`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary = "" }) => `${id}: ${html.slice(0, 160)}: ${failureSummary.split("\n").at(-1)?.trim()}`,
    ),
  );
}
