import { commonRegions } from "../../ipam/commonRegions.ts";
import type { Inventory } from "../../ipam/Inventory.ts";
import type { IpamError } from "../../ipam/IpamError.ts";
import type { Region } from "../../ipam/regions.ts";
import { toIpamError } from "../../ipam/toIpamError.ts";
import { untilAborted } from "../../ipam/untilAborted.ts";
import type { Session } from "../accounts/Session.ts";
import type { DetailAnswer, DetailReading } from "./DetailReading.ts";
import { type DetailSubject, knownSubject } from "./DetailSubject.ts";

/** How to read. */
export interface DetailReadOptions {
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Reads the lists of the region again first. */
  readonly anew: boolean;
  /** Called whenever there is more. */
  readonly onProgress: (reading: DetailReading) => void;
}

/**
 * Reads what the discoveries of an IPAM, or the one of an association, show in the operating regions that both ends
 * have in common. A list that fails stands beside those that answered; one that shows less than it counts has both rows and an
 * error.
 * @throws the reason of the signal when that aborts
 */
export async function readDetail(
  subject: DetailSubject,
  { profile, api, inventory }: Session,
  { signal, now, anew, onProgress }: DetailReadOptions,
): Promise<DetailReading> {
  await untilAborted(anew ? inventory.load([subject.region]) : loaded(inventory, subject.region, signal), signal);
  const known = knownSubject(inventory, subject);
  const sources = sourcesOf(subject, known);
  const snapshot = inventory.region(subject.region);
  const gaps = [...(snapshot.contents?.gaps ?? []), ...(snapshot.state === "failed" ? [snapshot.error] : [])];
  const answers: DetailAnswer[] = [];
  const reading = (): DetailReading => ({
    subject: known,
    account: `${profile.name} (${profile.accountId})`,
    asked: sources.length,
    answers: [...answers],
    gaps,
    readAt: now(),
  });
  onProgress(reading());
  await Promise.all(
    sources.map(async ({ discoveryId, resourceRegion }) => {
      const query = { region: subject.region, discoveryId, resourceRegion };
      const source = { discoveryId, region: resourceRegion };
      let gap: IpamError | undefined;
      const onGap = (error: IpamError) => {
        gap = error;
      };
      try {
        const resources = await api.listDiscoveredResources(query, { signal, onGap });
        answers.push({ ...source, resources, ...(gap && { error: gap }) });
      } catch (thrown) {
        answers.push({ ...source, resources: [], error: toIpamError(thrown) });
      }
      signal.throwIfAborted();
      onProgress(reading());
    }),
  );
  return reading();
}

function sourcesOf({ region, discoveryId }: DetailSubject, known: ReturnType<typeof knownSubject>) {
  const associations =
    known.kind === "ipam" ? (known.joined?.associations ?? []) : known.association ? [known.association] : [];
  const sources = associations.flatMap((association) =>
    (commonRegions(association.ipam, association.discovery) ?? [region]).map((resourceRegion) => ({
      discoveryId: association.discoveryId,
      resourceRegion,
    })),
  );
  // An association that no list shows any more, or not yet: its own region is all that is known of it.
  return associations.length === 0 && discoveryId !== undefined ? [{ discoveryId, resourceRegion: region }] : sources;
}

/** Waits for the reading of a region that is under way. */
async function loaded(inventory: Inventory, region: Region, signal: AbortSignal): Promise<void> {
  if (!inventory.regions.includes(region)) return;
  if (inventory.region(region).state !== "loading") return;
  await new Promise<void>((resolve) => {
    const end = () => {
      subscription.dispose();
      resolve();
    };
    const subscription = inventory.onDidChange((changed) => {
      if (changed === region && inventory.region(region).state !== "loading") end();
    });
    signal.addEventListener("abort", end, { once: true });
  });
}
