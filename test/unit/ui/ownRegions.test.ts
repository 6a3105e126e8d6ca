import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Log } from "../../../src/ui/common/Log.ts";
import { regionName } from "../../../src/ui/common/regionName.ts";
import { regionWarning } from "../../../src/ui/common/regionWarning.ts";
import { settings } from "../../../src/ui/common/settings.ts";
import { subjectFrom } from "../../../src/ui/details/subjectFrom.ts";
import { targetsFromArguments } from "../../../src/ui/dissociate/targetsFromArguments.ts";
import { association, ipam } from "../../support/records.ts";

const { editor } = vi.hoisted(() => {
  const messages: string[] = [];
  const opened: unknown[] = [];
  const editor: { setting: unknown; choice: string | undefined; messages: string[]; opened: unknown[] } = {
    ...{ setting: [], choice: undefined, messages, opened },
  };
  return { editor };
});

vi.mock("vscode", async () => {
  const { english } = await import("../../support/english.ts");
  return {
    l10n: { t: english },
    env: { language: "en" },
    workspace: { getConfiguration: () => ({ get: () => editor.setting }) },
    window: {
      showWarningMessage: async (message: string) => {
        editor.messages.push(message);
        return editor.choice;
      },
    },
    commands: { executeCommand: async (...call: unknown[]) => editor.opened.push(call) },
  };
});

beforeEach(() => {
  Object.assign(editor, { setting: [], choice: undefined, messages: [], opened: [] });
});

describe("The setting of regions", () => {
  const lines: string[] = [];
  const log = { warn: (line: string) => lines.push(line) } as unknown as Log;
  beforeEach(() => lines.splice(0));

  it("reads the regions that the person added, by no other name than their id", () => {
    editor.setting = ["cn-future-1", "cn-hangzhou"];
    expect(settings.regions()).toEqual(["cn-hangzhou", "cn-future-1"]);
    expect(settings.ownRegions()).toEqual(["cn-future-1"]);
    expect(settings.regions().map(regionName)).toEqual(["Hangzhou", "cn-future-1"]);
  });

  it("tells once of entries that are no regions, and of other ones again", () => {
    const warn = regionWarning(log);
    editor.setting = ["cn-hangzhou", "evil.example/x", 7];
    warn();
    warn();
    expect(editor.messages).toEqual([
      "These entries of ipamExplorer.regions are no regions and are ignored: evil.example/x, number",
    ]);
    expect(lines).toEqual(["Setting ipamExplorer.regions: no regions, ignored: evil.example/x, number"]);
    editor.setting = ["CN-X"];
    warn();
    expect(editor.messages).toHaveLength(2);
    expect(settings.regions()).toHaveLength(33);
  });

  it("tells nothing of entries that are regions", () => {
    editor.setting = ["cn-hangzhou", "cn-future-1"];
    regionWarning(log)();
    expect([editor.messages, lines]).toEqual([[], []]);
  });

  it("opens the settings for whoever wants to correct them", async () => {
    Object.assign(editor, { setting: ["mars"], choice: "Open the Settings" });
    regionWarning(log)();
    await vi.waitFor(() => expect(editor.opened).toEqual([["workbench.action.openSettings", "ipamExplorer.regions"]]));
  });
});

describe("A command's argument", () => {
  const ends = { ipamId: "ipam-a1", discoveryId: "ipam-res-disco-shared" };
  const row = (region: string) => ({
    kind: "association",
    profile: "p",
    association: { ...association(), region },
  });

  it("may name a region that the person added, and no other beyond the list", () => {
    editor.setting = ["cn-future-1"];
    for (const region of ["cn-hangzhou", "cn-future-1"]) {
      expect(targetsFromArguments({ ...ends, region }, undefined, "p")).toEqual([{ ...ends, region, profile: "p" }]);
      expect(targetsFromArguments(row(region), undefined, "q")).toEqual([{ ...ends, region, profile: "p" }]);
    }
    for (const region of ["cn-future-2", "cn-hangzhou.evil.example/", "", 7, undefined]) {
      expect(() => targetsFromArguments({ ...ends, region }, undefined, "p")).toThrow(TypeError);
    }
  });

  it("that claims to be a row of the tree names no other region either", () => {
    for (const made of [row("cn-future-1"), row("evil.example/"), { kind: "association" }]) {
      expect(() => targetsFromArguments(made, undefined, "p")).toThrow(TypeError);
    }
    const ipamRow = (region: string) => ({ kind: "ipam", profile: "p", joined: { ipam: { ...ipam(), region } } });
    expect(subjectFrom(ipamRow("cn-hangzhou"), "p")).toMatchObject({ region: "cn-hangzhou", ipamId: "ipam-a1" });
    expect(subjectFrom(ipamRow("evil.example/"), "p")).toBeUndefined();
  });
});
