import { afterEach, describe, expect, test } from "vitest";
import type { Keys } from "./DriverMessages.ts";
import { KeychainProcess } from "./KeychainProcess.ts";
import { KeyringDaemon, type KeyringState } from "./KeyringDaemon.ts";

const keys: Keys = { accessKeyId: "LTAI5tExampleExample", accessKeySecret: "5ecretExampleExampleExample30x" };
const stsKeys: Keys = {
  accessKeyId: "STS.NExample",
  accessKeySecret: "5ecretOfTheTemporaryKey",
  securityToken: "T0ken".repeat(600),
};

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

describe.runIf(process.platform === "linux")("a real keyring", { timeout: 60_000 }, () => {
  describe("that is unlocked", () => {
    test("keeps a secret for the next process, and nothing is asked", async () => {
      const { env } = await keyring("unlocked");
      const profile = await start(env).save("hub", keys);
      expect(profile.store).toBe("keychain");
      expect(await start(env).load(profile)).toEqual({ value: keys });
    });

    test("keeps a long STS token whole", async () => {
      const { env } = await keyring("unlocked");
      const profile = await start(env).save("hub", stsKeys);
      expect(await start(env).load(profile)).toEqual({ value: stsKeys });
    });

    test("holds nothing of a profile that was removed", async () => {
      const ring = await keyring("unlocked");
      const process = start(ring.env);
      const profile = await process.save("hub", keys);
      expect(await ring.secrets()).toHaveLength(1);
      expect(await process.tell({ act: "remove", profile })).toEqual({ value: undefined });
      expect(await ring.secrets()).toEqual([]);
    });

    test("may have lost a secret, which no question can mend", async () => {
      const { env } = await keyring("unlocked");
      const profile = await start(env).save("hub", keys);
      await start(env).tell({ act: "deleteEntry", profile });
      expect(await start(env).load(profile)).toMatchObject({ fault: { reason: "lost" } });
    });

    test("holds nothing of the check whether it is open", async () => {
      const ring = await keyring("unlocked");
      const profile = await start(ring.env).save("hub", keys);
      await start(ring.env).tell({ act: "deleteEntry", profile });
      await start(ring.env).load(profile);
      expect(await ring.secrets()).toEqual([]);
    });

    test("may hold what something else wrote, which is lost and not shown", async () => {
      const ring = await keyring("unlocked");
      const profile = await start(ring.env).save("hub", keys);
      await ring.store(profile.id, "a password of something else");
      const outcome = await start(ring.env).load(profile);
      expect(outcome).toMatchObject({ fault: { reason: "lost" } });
      expect(JSON.stringify(outcome)).not.toContain("something else");
    });
  });

  describe("that is locked", () => {
    test("says locked of a secret it holds, not lost", async () => {
      const { ring, profile } = await lockedWithProfile();
      const process = start(ring.env, () => undefined);
      expect(await process.load(profile)).toMatchObject({ fault: { reason: "locked", remedy: "unlock" } });
      expect(process.questions).toMatchObject([{ reason: "locked", offered: ["vscode", "session"] }]);
    });

    test("makes ten loads at once ask one question", async () => {
      const { ring, profile } = await lockedWithProfile();
      const process = start(ring.env, () => "session");
      const loads = tenProfilesLike(profile).map((each) => process.load(each));
      const expected = Array.from(loads, () => ({ fault: { reason: "locked", instead: "session" } }));
      expect(await Promise.all(loads)).toMatchObject(expected);
      expect(process.questions).toHaveLength(1);
    });

    test("gives the secret once it is unlocked and tried again", async () => {
      const { ring, profile } = await lockedWithProfile();
      const process = start(ring.env, async () => {
        await ring.unlock();
        return "retry" as const;
      });
      expect(await process.load(profile)).toEqual({ value: keys });
    });

    test("lets a sign-in go where the person says", async () => {
      const ring = await keyring("locked");
      const process = start(ring.env, () => "vscode");
      const profile = await process.save("hub", keys);
      expect(profile.store).toBe("vscode");
      expect(await process.load(profile)).toEqual({ value: keys });
    });

    test("is asked no more for a sign-in after the person chose another store", async () => {
      const { env } = await keyring("locked");
      const process = start(env, () => "session");
      const profiles = [await process.save("hub", keys), await process.save("spoke", keys)];
      expect(profiles.map(({ store }) => store)).toEqual(["session", "session"]);
      expect(process.questions).toHaveLength(1);
    });

    test("keeps nothing of a sign-in that the person breaks off", async () => {
      const { env } = await keyring("locked");
      const process = start(env, () => undefined);
      expect(await process.tell({ act: "save", name: "hub", keys })).toMatchObject({ fault: { reason: "cancelled" } });
      expect(await process.tell({ act: "list" })).toEqual({ value: [] });
    });

    test("does not keep a profile from being removed, and the person learns that its secret may remain", async () => {
      const { ring, profile } = await lockedWithProfile();
      const process = start(ring.env);
      expect(await process.tell({ act: "remove", profile })).toMatchObject({ fault: { reason: "leftover" } });
      await ring.unlock();
      expect(await ring.secrets()).toHaveLength(1);
    });

    test("is replaced by nothing but the memory of the window where the setting says keychain", async () => {
      const { ring, profile } = await lockedWithProfile();
      const process = start(ring.env, () => undefined, { setting: "keychain" });
      await process.load(profile);
      expect(process.questions).toMatchObject([{ offered: ["session"] }]);
    });

    test.each(["vscode", "session"] as const)("is not asked where the setting says %s", async (setting) => {
      const { env } = await keyring("locked");
      expect(await start(env, undefined, { setting }).save("hub", keys)).toMatchObject({ store: setting });
    });

    test("and has its prompt open is given up after the time limit", async () => {
      const { ring, profile } = await lockedWithProfile();
      await ring.openPromptForever();
      const process = start(ring.env, () => undefined, { timeLimit: 300 });
      const text = expect.stringContaining("no answer within 0.3 seconds");
      expect(await process.load(profile)).toMatchObject({ fault: { reason: "locked", text } });
    });

    test("and has its prompt open leaves the process threads to work on", async () => {
      const { ring, profile } = await lockedWithProfile();
      await ring.openPromptForever();
      const process = start(ring.env, () => undefined, { timeLimit: 100 });
      await Promise.all([profile, ...tenProfilesLike(profile)].map((each) => process.load(each)));
      expect(await process.tell({ act: "readFile" })).toEqual({ value: expect.any(Number) });
    });
  });

  test.each([
    { state: "absent", remedy: "startSecretService" },
    { state: "noBus", remedy: "startSessionBus" },
  ] as const)("that is $state makes a secret out of reach, and the person is asked once", async ({ state, remedy }) => {
    const { env } = await keyring("unlocked");
    const profile = await start(env).save("hub", keys);
    const process = start((await keyring(state)).env, () => "session");
    expect(await process.load(profile)).toMatchObject({ fault: { reason: "missing", remedy } });
    await process.load({ ...profile, id: "another" });
    expect(process.questions).toMatchObject([{ reason: "missing", remedy }]);
  });

  test.each(["absent", "noBus"] as const)("that is %s lets a sign-in go where the person says", async (state) => {
    const { env } = await keyring(state);
    const process = start(env, () => "session");
    const profile = await process.save("hub", keys);
    expect(profile.store).toBe("session");
    expect(await process.load(profile)).toEqual({ value: keys });
  });

  test("that was started anew is out of reach until the window is reloaded, and that is said", async () => {
    const ring = await keyring("unlocked");
    const process = start(ring.env, () => undefined);
    const profile = await process.save("hub", keys);
    await ring.restart();
    const missing = { fault: { reason: "missing", remedy: "reloadWindow" } };
    expect(await process.load({ ...profile, id: "another" })).toMatchObject(missing);
    expect(await start(ring.env).load(profile)).toEqual({ value: keys });
  });

  test("that dies with its bus leaves the process alive that reads from it", async () => {
    const ring = await keyring("unlocked");
    const process = start(ring.env, () => undefined);
    const profile = await process.save("hub", keys);
    await ring.stop();
    expect(await process.load({ ...profile, id: "another" })).toMatchObject({ fault: { reason: "missing" } });
  });

  test.each(["locked", "absent", "noBus"] as const)(
    "that is %s gives faults without a part of the secret",
    async (state) => {
      const { env } = await keyring(state);
      const process = start(env, () => undefined);
      const outcome = await process.tell({ act: "save", name: "hub", keys: stsKeys });
      const text = JSON.stringify([outcome, process.questions]);
      expect(text).toContain("fault");
      for (const part of Object.values(stsKeys)) expect(text).not.toContain(part);
    },
  );
});

async function keyring(state: KeyringState): Promise<KeyringDaemon> {
  const started = await KeyringDaemon.start(state);
  cleanUps.push(() => started.stop());
  return started;
}

function start(...parameters: ConstructorParameters<typeof KeychainProcess>): KeychainProcess {
  const started = new KeychainProcess(...parameters);
  cleanUps.push(() => started.stop());
  return started;
}

async function lockedWithProfile() {
  const ring = await keyring("unlocked");
  const profile = await start(ring.env).save("hub", keys);
  await ring.lock();
  return { ring, profile };
}

function tenProfilesLike<T>(profile: T): readonly (T & { id: string })[] {
  return Array.from({ length: 10 }, (_, index) => ({ ...profile, id: `profile-${index}` }));
}
