import { expect, it } from "vitest";
import { columnWidth } from "../../../src/ui/common/columnWidth.ts";

it.each([
  ["cn-hangzhou", 11],
  ["地域", 4],
  ["ID：华东", 8],
  ["", 0],
  // Two code units, and two columns.
  ["𠮷", 2],
])("%j takes %i columns", (text, columns) => {
  expect(columnWidth(text)).toBe(columns);
});
