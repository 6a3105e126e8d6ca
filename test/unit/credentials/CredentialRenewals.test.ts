import { expect, test, vi } from "vitest";
import { CredentialRenewals } from "../../../src/credentials/CredentialRenewals.ts";
import type { Profile } from "../../../src/credentials/Profile.ts";
import { Secret } from "../../../src/credentials/Secret.ts";
import { IpamError } from "../../../src/ipam/IpamError.ts";
import { HeldClock } from "./HeldClock.ts";

const profile: Profile = {
  id: "one",
  name: "production",
  kind: "accessKey",
  accountId: "1203715520147781",
  store: "keychain",
  addedAt: "2026-01-01T00:00:00.000Z",
};
const [old, rotated, third] = ["old", "rotated", "third"].map((id) => new Secret(id, `secret of ${id}`)) as [
  Secret,
  Secret,
  Secret,
];
const error = new IpamError({ reason: "invalidCredentials", what: "Refused.", advice: "", effect: "no" });
const refusal = (refused: Secret, times = 1, work = { refusals: times }) => ({ refused, error, times, work });

/** What is known now, what lies where it comes from, and a person who answers when the test lets them. */
function stage() {
  const clock = new HeldClock();
  const state = { now: old, source: old };
  const questions: ((renewed: boolean) => void)[] = [];
  const readAnew = vi.fn(async () => {
    state.now = state.source;
    return state.now;
  });
  const ask = vi.fn(() => new Promise<boolean>((resolve) => questions.push(resolve)));
  const renewals = new CredentialRenewals({ load: async () => state.now, readAnew, ask, clock });
  return { clock, state, questions, readAnew, ask, renewals };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("asks the person once, however many requests were refused, and all go on", async () => {
  const { state, questions, ask, readAnew, renewals } = stage();
  const waiting = Array.from({ length: 33 }, () => renewals.renew(profile, refusal(old)));
  await settled();
  expect(ask).toHaveBeenCalledOnce();
  expect(readAnew).toHaveBeenCalledOnce();
  state.now = rotated;
  questions[0]?.(true);
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => true));
  expect(await renewals.renew(profile, refusal(old))).toBe(true);
  expect(ask).toHaveBeenCalledOnce();
});

test("asks nobody when the credentials were rotated where they come from", async () => {
  const { state, ask, readAnew, renewals } = stage();
  state.source = rotated;
  const waiting = Array.from({ length: 5 }, () => renewals.renew(profile, refusal(old)));
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => true));
  expect(readAnew).toHaveBeenCalledOnce();
  expect(ask).not.toHaveBeenCalled();
});

test("asks the person when what was read anew is refused too, as sessions of a role may be for ever", async () => {
  const { state, questions, ask, renewals } = stage();
  state.source = rotated;
  expect(await renewals.renew(profile, refusal(old))).toBe(true);
  state.source = third;
  const again = renewals.renew(profile, refusal(rotated, 2));
  await settled();
  expect(ask).toHaveBeenCalledOnce();
  questions[0]?.(false);
  expect(await again).toBe(false);
});

test("asks no more once the person declined, until they turn to the profile anew", async () => {
  const { questions, ask, renewals } = stage();
  const first = renewals.renew(profile, refusal(old));
  await settled();
  questions[0]?.(false);
  expect(await first).toBe(false);
  expect(await renewals.renew(profile, refusal(old))).toBe(false);
  expect(ask).toHaveBeenCalledOnce();
  renewals.forgetRefusals();
  const later = renewals.renew(profile, refusal(old));
  await settled();
  expect(ask).toHaveBeenCalledTimes(2);
  questions[1]?.(true);
  expect(await later).toBe(true);
});

test("lets what waits go on when the person renews the profile in another way than by the question", async () => {
  const { questions, renewals } = stage();
  const waiting = renewals.renew(profile, refusal(old));
  await settled();
  expect(questions).toHaveLength(1);
  renewals.renewed(profile.id);
  expect(await waiting).toBe(true);
});

test("asks about each profile by itself", async () => {
  const { ask, renewals } = stage();
  void renewals.renew(profile, refusal(old));
  void renewals.renew({ ...profile, id: "two" }, refusal(old));
  await settled();
  expect(ask).toHaveBeenCalledTimes(2);
});

test("keeps nothing waiting for longer than fifteen minutes, while the question stays", async () => {
  const { clock, state, questions, renewals } = stage();
  const waiting = renewals.renew(profile, refusal(old));
  await settled();
  clock.advance(15 * 60_000);
  expect(await waiting).toBe(false);
  state.now = rotated;
  questions[0]?.(true);
  await settled();
  expect(await renewals.renew(profile, refusal(old))).toBe(true);
});

test("asks nobody again about a request that was on its way when the person renewed", async () => {
  const { state, questions, ask, renewals } = stage();
  const work = { refusals: 2 };
  state.now = third;
  expect(await renewals.renew(profile, refusal(old, 2, work))).toBe(true);
  const other = renewals.renew(profile, refusal(old, 3));
  await settled();
  expect(ask).toHaveBeenCalledOnce();
  state.now = rotated;
  questions[0]?.(true);
  expect(await other).toBe(true);
  expect(await renewals.renew(profile, refusal(third, 3, work))).toBe(true);
  expect(ask).toHaveBeenCalledOnce();
});

test("asks about work that was refused three times, though other work got new credentials without a person", async () => {
  const { state, questions, ask, renewals } = stage();
  state.source = rotated;
  const other = renewals.renew(profile, refusal(old));
  const third = renewals.renew(profile, refusal(old, 3));
  expect(await other).toBe(true);
  await settled();
  expect(ask).toHaveBeenCalledOnce();
  questions[0]?.(true);
  expect(await third).toBe(true);
});
