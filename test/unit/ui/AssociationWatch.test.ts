import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { SeenFiles } from "../../../src/ipam/SeenFiles.ts";
import type { Sessions } from "../../../src/ui/accounts/Sessions.ts";
import { AssociationWatch } from "../../../src/ui/explorer/AssociationWatch.ts";

vi.mock("vscode", () => import("../../support/vscodeScreen.ts"));

const folder = mkdtempSync(path.join(tmpdir(), "ipam-seen-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("keeps nothing of profiles that were removed", () => {
  const sessions = { onDidChangeShown: () => ({ dispose() {} }), shown: [] } as unknown as Sessions;
  const files = new SeenFiles(folder);
  for (const profile of ["kept", "removed"]) files.set(`seen/${profile}/cn-hangzhou`, []);
  const watch = new AssociationWatch(folder, sessions, {
    machine: { host: "workstation", boot: "boot-1" },
    journalOf: () => Promise.reject(new Error("Nothing is lost.")),
    isUnderWay: () => false,
    onOpen: () => {},
    report: async () => {},
  });
  watch.forgetOthers([{ id: "kept" }]);
  watch.dispose();
  expect(new SeenFiles(folder).keys()).toEqual(["seen/kept/cn-hangzhou"]);
});
