import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { KeychainFault } from "../../../src/credentials/KeychainFault.ts";
import { KeytarVault } from "../../../src/credentials/KeytarVault.ts";
import { Secret } from "../../../src/credentials/Secret.ts";
import { FakeKeytar } from "./FakeKeytar.ts";
import { HeldClock } from "./HeldClock.ts";

const secret = new Secret("LTAI5tExampleExample", "5ecretExampleExampleExample30x");
const longSecret = new Secret("STS.NExample", "5ecretOfTheTemporaryKey", "T0ken".repeat(1_500));
const timeLimit = 30_000;

function vaultOn(platform: string) {
  const keytar = new FakeKeytar();
  const clock = new HeldClock();
  const load = vi.fn(async () => keytar);
  return { vault: new KeytarVault({ load, platform, clock, timeLimit }), keytar, clock, load };
}

/** Calls that stay without an answer until they are told. */
function unanswered() {
  const answers: (() => void)[] = [];
  return { answers, call: () => new Promise<void>((resolve) => answers.push(resolve)) };
}

describe("the keychain of Windows", () => {
  test("takes a long secret in parts that each fit", async () => {
    const { vault, keytar } = vaultOn("win32");
    keytar.mostBytes = 2_560;
    await vault.set("p", longSecret);
    expect((await vault.get("p"))?.securityToken).toBe(longSecret.securityToken);
    expect([...keytar.entries.keys()].sort()).toEqual(["p", "p#1", "p#2", "p#3"]);
  });

  test("counts characters beyond ASCII by their bytes", async () => {
    const { vault, keytar } = vaultOn("win32");
    keytar.mostBytes = 2_560;
    const token = "密".repeat(1_000);
    await vault.set("p", new Secret("STS.N", "5ecret", token));
    expect((await vault.get("p"))?.securityToken).toBe(token);
  });

  test("keeps no parts of a longer secret that was there before", async () => {
    const { vault, keytar } = vaultOn("win32");
    await vault.set("p", longSecret);
    await vault.set("p", secret);
    expect([...keytar.entries.keys()]).toEqual(["p"]);
  });

  test("gives up all parts of a secret that is deleted", async () => {
    const { vault, keytar } = vaultOn("win32");
    await vault.set("p", longSecret);
    await vault.delete("p");
    expect(keytar.entries).toEqual(new Map());
  });

  test("gives up a part that is left of a secret whose first part is gone", async () => {
    const { vault, keytar } = vaultOn("win32");
    await vault.set("p", longSecret);
    keytar.entries.delete("p");
    keytar.entries.delete("p#1");
    await vault.delete("p");
    expect(keytar.entries).toEqual(new Map());
  });

  test("has lost a secret of which a part is gone", async () => {
    const { vault, keytar } = vaultOn("win32");
    await vault.set("p", longSecret);
    keytar.entries.delete("p#2");
    await expect(vault.get("p")).rejects.toMatchObject({ reason: "lost", detail: "Part 3 of 4 of the entry is gone." });
  });

  test("has lost a secret whose parts belong to two", async () => {
    const { vault, keytar } = vaultOn("win32");
    await vault.set("p", new Secret("STS.NExample", "5ecretOfTheTemporaryKey", "0lder".repeat(1_500)));
    const older = keytar.entries.get("p#1") ?? "";
    await vault.set("p", longSecret);
    keytar.entries.set("p#1", older);
    await expect(vault.get("p")).rejects.toMatchObject({ reason: "lost" });
  });

  test("refuses a secret beyond all measure, and nothing of it stays", async () => {
    const { vault, keytar } = vaultOn("win32");
    const endless = new Secret("STS.N", "5ecret", "T".repeat(100_000));
    await expect(vault.set("p", endless)).rejects.toMatchObject({ reason: "full" });
    expect(keytar.entries).toEqual(new Map());
  });
});

test.each(["darwin", "linux"])("on %s a long secret is one entry", async (platform) => {
  const { vault, keytar } = vaultOn(platform);
  await vault.set("p", longSecret);
  expect([...keytar.entries.keys()]).toEqual(["p"]);
});

test("the keychain's library is loaded by the first call, and once", async () => {
  const { vault, load } = vaultOn("linux");
  expect(load).not.toHaveBeenCalled();
  await Promise.all([vault.get("p"), vault.get("q")]);
  expect(load).toHaveBeenCalledTimes(1);
});

test("a library that did not load is tried again", async () => {
  const { vault, load } = vaultOn("darwin");
  load.mockRejectedValueOnce(new KeychainFault("missing", "installLibsecret", "no libsecret-1.so.0"));
  await expect(vault.get("p")).rejects.toMatchObject({ reason: "missing", remedy: "installLibsecret" });
  await expect(vault.get("p")).resolves.toBeUndefined();
});

test("macOS is read once for a secret, as each read may ask the person", async () => {
  const { vault, keytar } = vaultOn("darwin");
  await vault.set("p", secret);
  keytar.calls.length = 0;
  await vault.get("p");
  expect(keytar.calls).toEqual(["get p"]);
});

test("no check is written where a missing entry says what it is", async () => {
  const { vault, keytar } = vaultOn("darwin");
  await expect(vault.get("p")).resolves.toBeUndefined();
  expect(keytar.calls).toEqual(["get p"]);
});

test.each([
  ["darwin", "User canceled the operation.", "refused", "allowAccess"],
  ["darwin", "User interaction is not allowed.", "locked", "unlock"],
  ["darwin", "The user name or passphrase you entered is not correct.", "refused", "allowAccess"],
  ["darwin", "A default keychain could not be found.", "missing", "readDetail"],
  ["win32", "A specified logon session does not exist. It may already have been terminated.", "missing", "readDetail"],
  ["win32", "Access is denied.", "refused", "allowAccess"],
  ["win32", "Not enough memory resources are available to process this command.", "full", "makeRoom"],
  ["win32", "Zugriff verweigert", "unknown", "readDetail"],
  ["linux", "Cannot autolaunch D-Bus without X11 $DISPLAY", "missing", "startSessionBus"],
  ["linux", "Could not connect: No such file or directory", "missing", "startSessionBus"],
  ["linux", "The name org.freedesktop.secrets was not provided by any .service files", "missing", "startSecretService"],
  ["linux", "The name :1.6 was not provided by any .service files", "missing", "reloadWindow"],
  ["linux", "Couldn't create item: An error occurred on the device", "full", "makeRoom"],
])("%s: %s", async (platform, message, reason, remedy) => {
  const { vault, keytar } = vaultOn(platform);
  const fail = () => {
    throw new Error(message);
  };
  keytar.before = { get: fail, set: fail };
  await expect(vault.get("p")).rejects.toMatchObject({ reason, remedy, detail: expect.stringContaining(message) });
});

test("a locked keyring is told in a language that is not known here", async () => {
  const { vault, keytar } = vaultOn("linux");
  keytar.before = {
    set: () => {
      throw new Error("Der Schlüsselbund ist gesperrt");
    },
  };
  await expect(vault.get("p")).rejects.toMatchObject({ reason: "locked", remedy: "unlock" });
});

test("a keyring that the person unlocks for the check is read again", async () => {
  const { vault, keytar } = vaultOn("linux");
  await vault.set("p", secret);
  const entry = keytar.entries.get("p") ?? "";
  keytar.entries.delete("p");
  keytar.before = { set: () => keytar.entries.set("p", entry) };
  expect((await vault.get("p"))?.accessKeyId).toBe(secret.accessKeyId);
});

test("a keyring that the person unlocks for a deletion is asked to delete again", async () => {
  const { vault, keytar } = vaultOn("linux");
  keytar.before = { set: () => keytar.entries.set("p", "what was locked away") };
  await vault.delete("p");
  expect(keytar.entries).toEqual(new Map());
});

test("an entry that reads back otherwise is a failure, and does not stay", async () => {
  const { vault, keytar } = vaultOn("darwin");
  keytar.before = { get: () => keytar.entries.set("p", "something else") };
  await expect(vault.set("p", secret)).rejects.toMatchObject({ reason: "unknown" });
  expect(keytar.entries).toEqual(new Map());
});

test("a fault does not show the secret that the system quoted", async () => {
  const { vault, keytar } = vaultOn("darwin");
  keytar.before = {
    set: () => {
      throw new Error(`cannot write ${secret.serialise()}, that is ${secret.accessKeySecret}`);
    },
  };
  const fault = await vault.set("p", secret).catch((error: unknown) => error);
  const shown = `${inspect(fault, { depth: 9, showHidden: true })} ${JSON.stringify(fault)}`;
  expect(shown).toContain("cannot write [secret]");
  expect(shown).not.toContain(secret.accessKeySecret);
  expect(shown).not.toContain(secret.accessKeyId);
});

test("who breaks off a wait is told so at once, and the call goes on", async () => {
  const { vault, keytar } = vaultOn("darwin");
  const { call } = unanswered();
  keytar.before = { get: call };
  const cancellation = new AbortController();
  const wait = vault.get("p", cancellation.signal);
  cancellation.abort(new Error("enough"));
  await expect(wait).rejects.toThrow("enough");
});

describe("a call without an answer", () => {
  test("is given up as locked after the time limit", async () => {
    const { vault, keytar, clock } = vaultOn("darwin");
    const { answers, call } = unanswered();
    keytar.before = { get: call };
    const wait = vault.get("p");
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    clock.advance(timeLimit);
    await expect(wait).rejects.toMatchObject({ reason: "locked", detail: expect.stringContaining("30 seconds") });
  });

  test("keeps other calls from joining it", async () => {
    const { vault, keytar } = vaultOn("darwin");
    const { answers, call } = unanswered();
    keytar.before = { get: call };
    const waits = [vault.get("p"), vault.get("q")];
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    expect(keytar.calls).toEqual(["get p"]);
    keytar.before = {};
    answers[0]?.();
    await Promise.all(waits);
    expect(keytar.calls).toEqual(["get p", "get q"]);
  });

  test("lets one more be tried, and then none until it returns", async () => {
    const { vault, keytar, clock } = vaultOn("darwin");
    const { answers, call } = unanswered();
    keytar.before = { get: call };
    for (const count of [1, 2]) {
      const wait = vault.get("p");
      await vi.waitFor(() => expect(answers).toHaveLength(count));
      clock.advance(timeLimit);
      await expect(wait).rejects.toMatchObject({ reason: "locked" });
    }
    await expect(vault.get("p")).rejects.toMatchObject({ reason: "locked" });
    expect(keytar.calls).toHaveLength(2);
    keytar.before = {};
    for (const answer of answers) answer();
    await vi.waitFor(async () => expect(await vault.get("p")).toBeUndefined());
  });

  test("that writes after all is taken back, for it was called failed", async () => {
    const { vault, keytar, clock } = vaultOn("darwin");
    const { answers, call } = unanswered();
    keytar.before = { set: call };
    const wait = vault.set("p", secret);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    clock.advance(timeLimit);
    await expect(wait).rejects.toMatchObject({ reason: "locked" });
    answers[0]?.();
    await vi.waitFor(() => expect(keytar.calls).toEqual(["set p", "delete p"]));
    expect(keytar.entries).toEqual(new Map());
  });

  test("that writes after all does not take back what a later one wrote", async () => {
    const { vault, keytar, clock } = vaultOn("darwin");
    const { answers, call } = unanswered();
    keytar.before = { set: call };
    const wait = vault.set("p", secret);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    clock.advance(timeLimit);
    await expect(wait).rejects.toMatchObject({ reason: "locked" });
    keytar.before = {};
    await vault.set("p", secret);
    answers[0]?.();
    await new Promise(setImmediate);
    expect((await vault.get("p"))?.accessKeyId).toBe(secret.accessKeyId);
  });
});
