import { expect, it } from "vitest";
import { resultAction } from "../../../src/ui/results/resultAction.ts";

it.each([
  [{ action: "ready" }, { action: "ready" }],
  [{ action: "dissociate", targets: ["others"] }, { action: "dissociate" }],
  [
    { action: "sort", column: "result" },
    { action: "sort", column: "result" },
  ],
  [
    { action: "filter", outcome: "refused" },
    { action: "filter", outcome: "refused" },
  ],
  [{ action: "filter" }, { action: "filter", outcome: undefined }],
])("The page of results may ask for %j", (message, asked) => {
  expect(resultAction(message)).toEqual(asked);
});

it.each([
  undefined,
  null,
  "dissociate",
  {},
  { action: "run" },
  { action: "sort", column: "x" },
  { action: "filter", outcome: 1 },
])("A message that it does not send is passed over: %j", (message) => {
  expect(resultAction(message)).toBeUndefined();
});
