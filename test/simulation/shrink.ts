import type { Plan } from "./Plan.ts";
import { simulateAll, type Verdict } from "./simulate.ts";

/** How many plans are tried, at most. */
const mostTries = 600;

/** A smaller plan that breaks the same promise, and what becomes of it. */
export async function shrink(verdict: Verdict): Promise<Verdict> {
  let smallest = verdict;
  let tries = 0;
  for (let isSmaller = true; isSmaller && tries < mostTries; ) {
    isSmaller = false;
    for (const plan of smallerOnes(smallest.plan)) {
      tries += 1;
      if (tries > mostTries) break;
      const [tried] = await simulateAll([plan].values(), { record: true });
      if (!tried || tried.broken?.invariant !== verdict.broken?.invariant) continue;
      smallest = tried;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

/** Plans with one thing less, those first that have much less. */
function* smallerOnes(plan: Plan): Generator<Plan> {
  const { events, faults } = plan;
  for (let size = Math.ceil(events.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < events.length; from += size) {
      yield { ...plan, events: events.filter((_, index) => index < from || index >= from + size) };
    }
  }
  for (const fault of faults) yield { ...plan, faults: faults.filter((one) => one !== fault) };
  // Windows keep their numbers; one that is never opened costs nothing.
  for (const [number, window] of plan.windows.entries()) {
    for (const profile of window.profiles) {
      const profiles = window.profiles.filter((one) => one !== profile);
      if (profiles.length === 0) continue;
      yield { ...plan, windows: plan.windows.map((one, index) => (index === number ? { ...window, profiles } : one)) };
    }
    if (window.machine > 0) {
      yield { ...plan, windows: plan.windows.map((one, index) => (index === number ? { ...one, machine: 0 } : one)) };
    }
  }
  for (const [index, event] of events.entries()) {
    if (event.kind !== "deed") continue;
    const { deed } = event;
    const simpler = [
      ...(deed.cancel ? [{ ...deed, cancel: undefined }] : []),
      ...deed.meanwhile.map((one) => ({ ...deed, meanwhile: deed.meanwhile.filter((other) => other !== one) })),
      ...("targets" in deed && deed.targets.length > 1
        ? deed.targets.map((target) => ({ ...deed, targets: deed.targets.filter((one) => one !== target) }))
        : []),
      ...("thinkMs" in deed && deed.thinkMs > 100 ? [{ ...deed, thinkMs: 100 }] : []),
    ];
    for (const one of simpler) yield { ...plan, events: events.with(index, { ...event, deed: one }) };
  }
  if (plan.lagMs > 0) yield { ...plan, lagMs: 0 };
  if (plan.latencyMs > 5) yield { ...plan, latencyMs: 5 };
  const span = (events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0);
  if (span > 5_000) yield { ...plan, events: events.map((event) => ({ ...event, at: Math.ceil(event.at / 2) })) };
}
