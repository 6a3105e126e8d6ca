import { expect, it } from "vitest";
import { idKind } from "../../../src/ipam/ids.ts";

it.each([
  ["ipam-ccxbnsbhew0d6t", "ipam"],
  ["ipam-res-disco-jt5f2af2u6nk2z321", "discovery"],
  ["ipam-res-disco-assoc-jt5fac8twugdbbgip", "association"],
  ["ipam-scope-glfmcyldpm8lsy", "scope"],
  ["ipam-pool-6rcq3tobayc20t", "pool"],
  ["ipam-pool-alloc-112za33e4", "allocation"],
  ["vpc-123", undefined],
  ["ipam-", undefined],
  ["ipam-UPPER", undefined],
])("%s names %s, because the longest prefix decides", (id, kind) => {
  expect(idKind(id)).toBe(kind);
});
