import { expect, it, vi } from "vitest";
import type { Loss } from "../../../src/ipam/LossWatch.ts";
import type { ChangeDesk } from "../../../src/ui/dissociate/ChangeDesk.ts";
import { LossReport } from "../../../src/ui/dissociate/LossReport.ts";

vi.mock("vscode", () => import("../../simulation/vscodeTexts.ts"));

const own = { cause: "perhapsOwn", change: { intent: { at: 1 } } } as Loss["why"];
const others = { cause: "notJournalled" } as const;
const unreadable = { cause: "unreadable" } as const;

/** What is told of losses that are seen at once. */
async function told(causes: readonly Loss["why"][]): Promise<readonly string[]> {
  const texts: string[] = [];
  const desk: Partial<ChangeDesk> = {
    learn: () => {},
    subject: ({ discoveryId }) => discoveryId,
    tell: ({ text }) => texts.push(text),
  };
  const report = new LossReport(desk as ChangeDesk, () => {});
  await Promise.all(
    causes.map((why, number) =>
      report.report({
        ...{ profile: "p", region: "cn-hangzhou", why },
        lost: { ipamId: "i", discoveryId: `d${number}`, ipamName: "", discoveryName: "", operatingRegions: [] },
      } as Loss),
    ),
  );
  return texts;
}

it.each([
  ["others where the history explains none of them", [others, others, others, others], /or someone else acted\.$/],
  [
    "nobody where changes from here may have ended some",
    [others, own, others, others],
    /A change from this machine may/,
  ],
  ["nobody where the history could not be read", [own, others, unreadable, others], /could not be read/],
])("blames %s, in one message for many losses", async (_, causes, why) => {
  const [text, ...more] = await told(causes);
  expect(more).toEqual([]);
  expect(text).toMatch(/^No longer associated: 4 resource discoveries, among them d0; d1; d2\. /);
  expect(text).toMatch(why);
  if (causes.some((cause) => cause !== others)) expect(text).not.toContain("or someone else acted");
});
