import { describe, expect, it } from "vitest";
import { detailAction } from "../../../src/ui/details/detailAction.ts";

describe("A message of the detail page", () => {
  it("is an action that the page has", () => {
    for (const action of [
      { action: "ready" },
      { action: "copy", field: 1 },
      { action: "search", text: "10.24." },
      { action: "sort", column: "used" },
      { action: "zoom", cidr: "10.0.0.0/8" },
    ]) {
      expect(detailAction(action)).toEqual(action);
    }
  });

  it("is nothing when it is anything else", () => {
    const messages = [undefined, null, 7, "ready", {}, { action: "run" }, { action: "sort", column: "__proto__" }];
    for (const message of [
      ...messages,
      { action: "copy", field: "1" },
      { action: "zoom" },
      { action: "search", text: 7 },
    ]) {
      expect(detailAction(message)).toBeUndefined();
    }
  });

  it("is cut to a length that a person types", () => {
    expect(detailAction({ action: "search", text: "x".repeat(1_000_000) })).toEqual({
      action: "search",
      text: "x".repeat(200),
    });
  });
});
