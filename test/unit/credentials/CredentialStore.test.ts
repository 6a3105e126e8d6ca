import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { CredentialFault } from "../../../src/credentials/CredentialFault.ts";
import { CredentialStore, type KeychainQuestions } from "../../../src/credentials/CredentialStore.ts";
import { KeychainFault } from "../../../src/credentials/KeychainFault.ts";
import { MemoryVault } from "../../../src/credentials/MemoryVault.ts";
import type { Profile } from "../../../src/credentials/Profile.ts";
import { ProfileIndex } from "../../../src/credentials/ProfileIndex.ts";
import { Secret } from "../../../src/credentials/Secret.ts";
import { SecretStorageVault } from "../../../src/credentials/SecretStorageVault.ts";
import type { SecretVault } from "../../../src/credentials/SecretVault.ts";
import { HeldClock } from "./HeldClock.ts";
import { keyValueStore } from "./keyValueStore.ts";
import { secretStorage } from "./secretStorage.ts";

const secret = new Secret("LTAI5tExampleExample", "5ecretExampleExampleExample30x");
const draft = {
  name: "hub",
  kind: "accessKey",
  accountId: "1203715520147781",
  arn: "acs:ram::1203:user/netops",
} as const;
const locked = new KeychainFault("locked", "unlock", "Cannot create an item in a locked collection");

type Answer = Awaited<ReturnType<KeychainQuestions["askAboutFault"]>>;

/** A keychain in memory that can be closed, and counts what it is asked. */
class FakeKeychain implements SecretVault {
  readonly store = "keychain";
  readonly secrets = new Map<string, Secret>();
  fault: KeychainFault | undefined;
  /** What reads wait for, by profile. */
  readonly gates = new Map<string, Promise<unknown>>();
  reads = 0;

  async get(profileId: string): Promise<Secret | undefined> {
    this.reads += 1;
    await this.gates.get(profileId);
    if (this.fault) throw this.fault;
    return this.secrets.get(profileId);
  }

  async set(profileId: string, kept: Secret): Promise<void> {
    if (this.fault) throw this.fault;
    this.secrets.set(profileId, kept);
  }

  async delete(profileId: string): Promise<void> {
    if (this.fault) throw this.fault;
    this.secrets.delete(profileId);
  }
}

function build(options: { setting?: "auto" | "keychain" | "vscode" | "session"; answers?: readonly Answer[] } = {}) {
  const keychain = new FakeKeychain();
  const clock = new HeldClock();
  const entries = new Map<string, string>();
  const index = new ProfileIndex(keyValueStore());
  const answers = [...(options.answers ?? [])];
  const loadKeychain = vi.fn(async (): Promise<SecretVault> => keychain);
  const setting = { value: options.setting ?? "auto" };
  const askAboutFault = vi.fn(async (): Promise<Answer> => {
    if (answers.length === 0) throw new Error("A question that the test did not expect");
    return answers.shift();
  }) satisfies KeychainQuestions["askAboutFault"];
  let lastId = 0;
  const store = new CredentialStore({
    setting: () => setting.value,
    index,
    loadKeychain,
    secretStorage: new SecretStorageVault(secretStorage(entries)),
    memory: new MemoryVault(),
    person: { askAboutFault },
    clock,
    randomId: () => `id-${++lastId}`,
  });
  return { store, keychain, clock, entries, index, loadKeychain, askAboutFault, setting };
}

/** Something to wait for until it is opened. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** A profile whose secret lies in the keychain. */
async function signedIn(options?: Parameters<typeof build>[0]) {
  const parts = build(options);
  const profile = await parts.store.save(draft, secret);
  parts.store.forget(profile.id);
  return { ...parts, profile };
}

describe("a sign-in", () => {
  test("goes to the keychain, and the index knows it", async () => {
    const { store, keychain, index } = build();
    const profile = await store.save(draft, secret);
    expect(profile).toEqual({ ...draft, id: "id-1", store: "keychain", addedAt: "2026-01-01T00:00:00.000Z" });
    expect(index.list()).toEqual([profile]);
    expect(keychain.secrets.get("id-1")).toBe(secret);
  });

  test.each(["vscode", "session"] as const)(
    "goes to %s where the setting says so, without the keychain",
    async (setting) => {
      const { store, loadKeychain } = build({ setting });
      const profile = await store.save(draft, secret);
      expect(profile.store).toBe(setting);
      expect(await store.load(profile)).toBe(secret);
      expect(loadKeychain).not.toHaveBeenCalled();
    },
  );

  test("under a name that is taken keeps nothing", async () => {
    const { store, keychain } = await signedIn();
    await expect(store.save({ ...draft, name: "HUB" }, secret)).rejects.toMatchObject({ reason: "nameTaken" });
    expect(keychain.secrets.size).toBe(1);
  });

  test("beside another of its name keeps one secret", async () => {
    const { store, keychain, index } = build();
    const outcomes = await Promise.allSettled([store.save(draft, secret), store.save(draft, secret)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect([...keychain.secrets.keys()]).toEqual(index.list().map(({ id }) => id));
  });

  test("asks about a keychain that is closed, and goes where the person says", async () => {
    const { store, keychain, askAboutFault } = build({ answers: ["vscode"] });
    keychain.fault = locked;
    expect((await store.save(draft, secret)).store).toBe("vscode");
    expect(askAboutFault).toHaveBeenCalledWith(locked, ["vscode", "session"]);
  });

  test("is offered nothing outside the keychain but memory where the setting says keychain", async () => {
    const { store, keychain, askAboutFault } = build({ setting: "keychain", answers: ["session"] });
    keychain.fault = locked;
    expect((await store.save(draft, secret)).store).toBe("session");
    expect(askAboutFault).toHaveBeenCalledWith(locked, ["session"]);
  });

  test("does not go to a store that was chosen before the setting ruled it out", async () => {
    const { store, keychain, setting, askAboutFault } = build({ answers: ["vscode", "session"] });
    keychain.fault = locked;
    await store.save(draft, secret);
    setting.value = "keychain";
    expect((await store.save({ ...draft, name: "spoke" }, secret)).store).toBe("session");
    expect(askAboutFault).toHaveBeenCalledTimes(2);
  });

  test("tries again as often as the person says", async () => {
    const { store, keychain, askAboutFault } = build({ answers: ["retry", "retry"] });
    keychain.fault = locked;
    askAboutFault.mockImplementationOnce(async () => "retry");
    askAboutFault.mockImplementationOnce(async () => {
      keychain.fault = undefined;
      return "retry";
    });
    expect((await store.save(draft, secret)).store).toBe("keychain");
  });

  test("that the person breaks off keeps nothing anywhere", async () => {
    const { store, keychain, entries, index } = build({ answers: [undefined] });
    keychain.fault = locked;
    await expect(store.save(draft, secret)).rejects.toMatchObject({ reason: "cancelled", detail: { fault: locked } });
    expect([index.list(), entries.size]).toEqual([[], 0]);
  });

  test("asks again although reads were declined, for the person wants it now", async () => {
    const { store, keychain, profile } = await signedIn({ answers: [undefined, "session"] });
    keychain.fault = locked;
    await expect(store.load(profile)).rejects.toMatchObject({ reason: "locked" });
    expect((await store.save({ ...draft, name: "spoke" }, secret)).store).toBe("session");
  });

  test("that the index cannot take leaves no secret behind", async () => {
    const { store, keychain, index } = build();
    vi.spyOn(index, "add").mockRejectedValueOnce(new Error("disk full"));
    await expect(store.save(draft, secret)).rejects.toThrow("disk full");
    expect(keychain.secrets.size).toBe(0);
  });
});

describe("a load", () => {
  test("reads the keychain once for many at a time and for those that follow", async () => {
    const { store, keychain, profile } = await signedIn();
    const loads = await Promise.all(Array.from({ length: 10 }, () => store.load(profile)));
    expect(new Set([...loads, await store.load(profile)])).toEqual(new Set([secret]));
    expect(keychain.reads).toBe(1);
  });

  test("reads anew once the secret was not used for five minutes", async () => {
    const { store, keychain, clock, profile } = await signedIn();
    await store.load(profile);
    clock.advance(4 * 60_000);
    await store.load(profile);
    clock.advance(4 * 60_000);
    await store.load(profile);
    expect(keychain.reads).toBe(1);
    clock.advance(5 * 60_000);
    await vi.waitFor(async () => {
      await store.load(profile);
      expect(keychain.reads).toBe(2);
    });
  });

  test("reads anew after the secret was forgotten", async () => {
    const { store, keychain, profile } = await signedIn();
    await store.load(profile);
    store.forget(profile.id);
    await store.load(profile);
    expect(keychain.reads).toBe(2);
  });

  test("that was under way when the secret was forgotten is not remembered", async () => {
    const { store, keychain, profile } = await signedIn();
    const { opened, open } = gate();
    keychain.gates.set(profile.id, opened);
    const load = store.load(profile);
    store.forget(profile.id);
    open();
    await load;
    await store.load(profile);
    expect(keychain.reads).toBe(2);
  });

  test("that is broken off leaves the others their secret", async () => {
    const { store, profile } = await signedIn();
    const cancellation = new AbortController();
    const broken = store.load(profile, cancellation.signal);
    const other = store.load(profile);
    cancellation.abort(new Error("enough"));
    await expect(broken).rejects.toThrow("enough");
    expect(await other).toBe(secret);
  });

  test.each(["keychain", "vscode", "session"] as const)("says lost of a secret that is gone from %s", async (store) => {
    const parts = build();
    const profile: Profile = { ...draft, id: "gone", store, addedAt: "2026-01-01T00:00:00.000Z" };
    await expect(parts.store.load(profile)).rejects.toMatchObject({
      reason: "lost",
      detail: { profile: "hub", store },
    });
  });

  test("says lost of a damaged entry without a question", async () => {
    const { store, keychain, profile, askAboutFault } = await signedIn();
    keychain.fault = new KeychainFault("lost", "signInAgain", "Part 2 of 3 of the entry is gone.");
    await expect(store.load(profile)).rejects.toMatchObject({ reason: "lost" });
    expect(askAboutFault).not.toHaveBeenCalled();
  });

  test("asks one question for ten profiles whose faults come at different times", async () => {
    const { store, keychain, profile, askAboutFault } = await signedIn({ answers: ["session"] });
    keychain.fault = locked;
    const profiles = Array.from({ length: 10 }, (_, index) => ({ ...profile, id: `id-${index}` }));
    const gates = profiles.map(gate);
    for (const [index, { id }] of profiles.entries()) keychain.gates.set(id, gates[index]?.opened ?? Promise.reject());
    const settled = Promise.allSettled(profiles.map((each) => store.load(each)));
    for (const { open } of gates) {
      open();
      await new Promise(setImmediate);
    }
    const outcomes = await settled;
    const expected = { reason: { reason: "locked", detail: { instead: "session", fault: locked } } };
    expect(outcomes).toMatchObject(outcomes.map(() => expected));
    expect(askAboutFault).toHaveBeenCalledTimes(1);
  });

  test("joins the question that is open", async () => {
    const { store, keychain, profile, askAboutFault } = await signedIn();
    keychain.fault = locked;
    const { opened, open } = gate();
    askAboutFault.mockImplementationOnce(async () => {
      await opened;
      return "session";
    });
    const settled = Promise.allSettled([store.load(profile), store.load({ ...profile, id: "another" })]);
    await new Promise(setImmediate);
    open();
    expect(await settled).toMatchObject([{ reason: { reason: "locked" } }, { reason: { reason: "locked" } }]);
    expect(askAboutFault).toHaveBeenCalledTimes(1);
  });

  test("tries again without a question when the person said so while it was under way", async () => {
    const { store, keychain, profile, askAboutFault } = await signedIn({ answers: ["retry"] });
    const late = { ...profile, id: "late" };
    const gates = new Map([profile.id, late.id].map((id) => [id, gate()]));
    const tried = new Set<string>();
    vi.spyOn(keychain, "get").mockImplementation(async (id) => {
      if (tried.has(id)) return secret;
      tried.add(id);
      await gates.get(id)?.opened;
      throw locked;
    });
    const loads = [store.load(profile), store.load(late)];
    for (const { open } of gates.values()) {
      open();
      await new Promise(setImmediate);
    }
    expect(await Promise.all(loads)).toEqual([secret, secret]);
    expect(askAboutFault).toHaveBeenCalledTimes(1);
  });

  test("fails without a question once the person declined", async () => {
    const { store, keychain, profile, clock, askAboutFault } = await signedIn({ answers: [undefined] });
    keychain.fault = locked;
    await expect(store.load(profile)).rejects.toMatchObject({ reason: "locked" });
    clock.advance(60_000);
    await expect(store.load(profile)).rejects.toMatchObject({ reason: "locked" });
    expect(askAboutFault).toHaveBeenCalledTimes(1);
  });

  test("does not try a closed keychain again within five seconds, as each try may prompt", async () => {
    const { store, keychain, profile, clock } = await signedIn({ answers: [undefined] });
    keychain.fault = locked;
    await expect(store.load(profile)).rejects.toThrow();
    keychain.fault = undefined;
    await expect(store.load(profile)).rejects.toMatchObject({ reason: "locked" });
    clock.advance(5_000);
    expect(await store.load(profile)).toBe(secret);
  });

  test("reads the secret where it lies, whatever the setting says now", async () => {
    const { store, setting, profile } = await signedIn();
    setting.value = "session";
    expect(await store.load(profile)).toBe(secret);
  });

  test("tries to load the keychain's bundle again after it failed", async () => {
    const { store, loadKeychain } = build({ answers: ["retry"] });
    loadKeychain.mockRejectedValueOnce(new Error("Cannot find module"));
    expect((await store.save(draft, secret)).store).toBe("keychain");
    expect(loadKeychain).toHaveBeenCalledTimes(2);
  });
});

describe("a removal", () => {
  test("takes the secret, the profile, and what memory holds", async () => {
    const { store, keychain, index, profile } = await signedIn();
    await store.load(profile);
    await store.remove(profile);
    expect([keychain.secrets.size, index.list()]).toEqual([0, []]);
    await expect(store.load(profile)).rejects.toMatchObject({ reason: "lost" });
  });

  test("from a closed keychain takes the profile, and says that the secret may remain", async () => {
    const { store, keychain, index, profile, askAboutFault } = await signedIn();
    keychain.fault = locked;
    const detail = { profile: "hub", store: "keychain", fault: locked };
    await expect(store.remove(profile)).rejects.toMatchObject({ reason: "leftover", detail });
    expect(index.list()).toEqual([]);
    expect(askAboutFault).not.toHaveBeenCalled();
  });

  test("frees the name", async () => {
    const { store, profile } = await signedIn();
    await store.remove(profile);
    expect((await store.save(draft, secret)).name).toBe("hub");
  });
});

test("a fault of VS Code's secret storage is no question, and shows nothing of the secret", async () => {
  const storage = {
    ...secretStorage(),
    store: async (_key: string, value: string) => {
      throw new Error(`cannot encrypt ${value}`);
    },
  };
  const store = new CredentialStore({
    setting: () => "vscode",
    index: new ProfileIndex(keyValueStore()),
    loadKeychain: async () => new FakeKeychain(),
    secretStorage: new SecretStorageVault(storage),
    memory: new MemoryVault(),
    person: {
      askAboutFault: async () => {
        throw new Error("A question that the test did not expect");
      },
    },
  });
  const fault = await store.save(draft, secret).catch((error: unknown) => error);
  expect(fault).toMatchObject({ reason: "unknown", detail: { store: "vscode" } });
  expect(inspect(fault, { depth: 9, showHidden: true })).not.toContain(secret.accessKeySecret);
});

test("what VS Code's secret storage holds in place of a secret counts as lost", async () => {
  const vault = new SecretStorageVault(secretStorage(new Map([["profile/p", "no secret"]])));
  await expect(vault.get("p")).rejects.toMatchObject({ reason: "lost" });
});

test("a fault of one bundle is a fault in another", () => {
  const fromAnotherBundle = { [Symbol.for("alicloud-ipam-explorer.KeychainFault")]: true };
  expect(fromAnotherBundle).toBeInstanceOf(KeychainFault);
  expect({ ...fromAnotherBundle }).not.toBeInstanceOf(CredentialFault);
});

test("a fault's text says what happened, to which profile, and what was observed", () => {
  const fault = new CredentialFault({ reason: "locked", profile: "hub", store: "keychain", fault: locked });
  expect(fault.message).toBe(
    "The keychain is locked. Unlock it and try again. (profile hub, store keychain, Cannot create an item in a locked collection)",
  );
});

describe("replace", () => {
  const renewed = new Secret("LTAI5tRenewedRenewed", "5ecretRenewedRenewedRenewed30x");

  test("keeps renewed credentials under the same id, and the profile stays", async () => {
    const { store, keychain, index } = build();
    const profile = await store.save(draft, secret);
    await store.replace(profile, renewed, "acs:ram::1203:user/other");
    expect(keychain.secrets.get(profile.id)?.accessKeyId).toBe(renewed.accessKeyId);
    expect(index.list()).toEqual([{ ...profile, arn: "acs:ram::1203:user/other" }]);
    expect((await store.load(profile)).accessKeyId).toBe(renewed.accessKeyId);
  });

  test("puts them where the person says when the keychain cannot be used any more", async () => {
    const { store, keychain, index } = build({ answers: ["session"] });
    const profile = await store.save(draft, secret);
    keychain.fault = locked;
    const replaced = await store.replace(profile, renewed, undefined);
    expect(replaced.store).toBe("session");
    expect(index.list()[0]).toMatchObject({ id: profile.id, store: "session" });
    expect((await store.load(replaced)).accessKeyId).toBe(renewed.accessKeyId);
  });

  test("leaves the profile as it was when the person chooses no store", async () => {
    const { store, keychain, index } = build({ answers: [undefined] });
    const profile = await store.save(draft, secret);
    keychain.fault = locked;
    await expect(store.replace(profile, renewed, undefined)).rejects.toMatchObject({ reason: "cancelled" });
    expect(index.list()).toEqual([profile]);
  });
});
