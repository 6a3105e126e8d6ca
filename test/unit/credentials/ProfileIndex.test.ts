import { describe, expect, test } from "vitest";
import type { Profile } from "../../../src/credentials/Profile.ts";
import { ProfileIndex } from "../../../src/credentials/ProfileIndex.ts";
import { keyValueStore } from "./keyValueStore.ts";

const hub: Profile = {
  id: "1",
  name: "Hub",
  kind: "accessKey",
  accountId: "1203715520147781",
  arn: "acs:ram::1203715520147781:user/netops",
  store: "keychain",
  addedAt: "2026-01-01T00:00:00.000Z",
};
const spoke: Profile = { ...hub, id: "2", name: "spoke", kind: "sts", store: "session" };

test("profiles are listed in the order they were added", async () => {
  const index = new ProfileIndex(keyValueStore());
  await index.add(spoke);
  await index.add(hub);
  expect(index.list()).toEqual([spoke, hub]);
});

test("profiles added at once are all kept", async () => {
  const index = new ProfileIndex(keyValueStore());
  await Promise.all([index.add(hub), index.add(spoke)]);
  expect(index.list()).toEqual([hub, spoke]);
});

test("a name is taken in whatever case", async () => {
  const index = new ProfileIndex(keyValueStore({ profiles: [hub] }));
  expect(index.isTaken(" HUB ")).toBe(true);
  await expect(index.add({ ...spoke, name: "hub" })).rejects.toMatchObject({ reason: "nameTaken" });
  expect(index.list()).toEqual([hub]);
});

test("a profile that was refused does not keep the next one out", async () => {
  const index = new ProfileIndex(keyValueStore({ profiles: [hub] }));
  await expect(index.add({ ...spoke, name: "hub" })).rejects.toThrow();
  await index.add(spoke);
  expect(index.list()).toEqual([hub, spoke]);
});

test("the active profile is the one that was chosen", async () => {
  const index = new ProfileIndex(keyValueStore({ profiles: [hub, spoke] }));
  expect(index.active).toBeUndefined();
  await index.setActive("2");
  expect(index.active).toEqual(spoke);
});

test("no profile is active once the active one is removed", async () => {
  const index = new ProfileIndex(keyValueStore({ profiles: [hub, spoke], activeProfile: "2" }));
  await index.remove("2");
  expect(index.active).toBeUndefined();
  expect(index.list()).toEqual([hub]);
});

test("a listener hears of each change until it is disposed of", async () => {
  const index = new ProfileIndex(keyValueStore());
  const heard: number[] = [];
  const subscription = index.onDidChange(() => heard.push(index.list().length));
  await index.add(hub);
  subscription.dispose();
  await index.add(spoke);
  expect(heard).toEqual([1]);
});

describe("damaged rows", () => {
  const damaged = [
    null,
    7,
    "text",
    [],
    {},
    { ...spoke, id: "" },
    { ...spoke, name: " " },
    { ...spoke, kind: "root" },
    { ...spoke, store: "file" },
    { ...spoke, accountId: 12 },
    { ...spoke, addedAt: "yesterday" },
    { ...spoke, arn: 7 },
  ];

  test.each(damaged.map((row) => ({ row })))("$row is left out, and the others are there", ({ row }) => {
    const index = new ProfileIndex(keyValueStore({ profiles: [row, hub] }));
    expect(index.list()).toEqual([hub]);
  });

  test("are reported once each, without their text", () => {
    const problems: string[] = [];
    const row = { id: "9", accessKeySecret: "5ecret" };
    const index = new ProfileIndex(keyValueStore({ profiles: [hub, row] }), (problem) => problems.push(problem));
    index.list();
    index.list();
    expect(problems).toEqual(["Row 2 of the profiles is damaged and left out."]);
  });

  test("stay in storage when others are added and removed", async () => {
    const state = keyValueStore({ profiles: [{ id: "9" }, hub] });
    const index = new ProfileIndex(state);
    await index.add(spoke);
    await index.remove("1");
    expect(state.get("profiles")).toEqual([{ id: "9" }, spoke]);
  });

  test("leave storage when they are removed", async () => {
    const state = keyValueStore({ profiles: [{ id: "9" }, hub, "text"] });
    const index = new ProfileIndex(state);
    await index.remove("9");
    expect(state.get("profiles")).toEqual([hub, "text"]);
    await index.removeDamaged();
    expect(state.get("profiles")).toEqual([hub]);
  });

  test("a row with the id of another is left out", () => {
    const problems: string[] = [];
    const state = keyValueStore({ profiles: [hub, { ...spoke, id: "1" }] });
    const index = new ProfileIndex(state, (problem) => problems.push(problem));
    expect(index.list()).toEqual([hub]);
    expect(problems).toEqual(["Row 2 of the profiles is there twice and left out."]);
  });

  test.each(["text", 7, { profiles: [] }])("what is no list at all, %j, stays beside what is added", async (stored) => {
    const state = keyValueStore({ profiles: stored });
    const index = new ProfileIndex(state);
    expect(index.list()).toEqual([]);
    await index.add(hub);
    expect(state.get("profiles")).toEqual([stored, hub]);
  });
});
