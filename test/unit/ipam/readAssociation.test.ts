import { expect, it } from "vitest";
import { readAssociation } from "../../../src/ipam/readAssociation.ts";
import { association } from "../../support/records.ts";
import { failure, ScriptedApi, targetOf } from "../../support/ScriptedApi.ts";

const target = targetOf();

function apiOf(rows: readonly ReturnType<typeof association>[], gap?: ReturnType<typeof failure>) {
  const api = new ScriptedApi().asApi();
  return {
    ...api,
    listAssociations: async (...[, , options]: Parameters<typeof api.listAssociations>) => {
      if (gap) options?.onGap?.(gap);
      return rows;
    },
  };
}

it("reads the association of a target", async () => {
  expect(await readAssociation(apiOf([association()]), target)).toEqual(association());
});

it.each([
  ["that has ended, though a list still shows its row", { status: "Deleted" }],
  ["of another IPAM", { ipamId: "ipam-other" }],
  ["of another discovery", { discoveryId: "ipam-res-disco-other" }],
])("takes none for it %s", async (_, fields) => {
  expect(await readAssociation(apiOf([association(fields)]), target)).toBeUndefined();
});

it("does not take what an incomplete list lacks for absent", async () => {
  const gap = failure({ reason: "badAnswer" });
  await expect(readAssociation(apiOf([], gap), target)).rejects.toBe(gap);
  expect(await readAssociation(apiOf([association()], gap), target)).toEqual(association());
});
