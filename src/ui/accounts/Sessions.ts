import type { Cloud } from "../../alibaba/Cloud.ts";
import type { Profile } from "../../credentials/Profile.ts";
import type { ProfileIndex } from "../../credentials/ProfileIndex.ts";
import { Emitter } from "../../ipam/Emitter.ts";
import { Inventory } from "../../ipam/Inventory.ts";
import { IpamError } from "../../ipam/IpamError.ts";
import { settings } from "../common/settings.ts";
import { type DemoAccount, demoProfile } from "./DemoAccount.ts";
import type { ProfileCredentials } from "./ProfileCredentials.ts";
import type { Session } from "./Session.ts";

/** What sessions are made from. */
export interface SessionTools {
  readonly cloud: () => Promise<Cloud>;
  readonly demo: DemoAccount;
  readonly index: ProfileIndex;
  readonly credentials: () => Promise<ProfileCredentials>;
}

/**
 * The account that is open. Opening another one ends what is under way for the one before, and nothing of it is shown
 * any more.
 */
export class Sessions {
  readonly #tools: SessionTools;
  readonly #changed = new Emitter<Session | undefined>();
  readonly onDidChange = this.#changed.event;
  #active: Session | undefined;
  #opening: Promise<Session | undefined> | undefined;

  constructor(tools: SessionTools) {
    this.#tools = tools;
  }

  get active(): Session | undefined {
    return this.#active;
  }

  /** The open session; opens the profile last used when there is none. Undefined without any profile. */
  async ensure(): Promise<Session | undefined> {
    if (this.#active) return this.#active;
    const profile = this.#tools.index.active;
    this.#opening ??= (profile ? this.open(profile) : Promise.resolve(undefined)).finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** Opens a profile and starts to read all its regions, without waiting for them. */
  async open(profile: Profile): Promise<Session> {
    const session = await this.#session(profile);
    this.#active?.inventory.dispose();
    this.#active = session;
    this.#changed.fire(session);
    void session.inventory.load();
    return session;
  }

  /** The session of a target's profile. */
  async forProfile(profileId: string): Promise<Session> {
    const active = await this.ensure();
    if (active?.profile.id === profileId) return active;
    const profile = this.#tools.index.list().find(({ id }) => id === profileId);
    if (!profile) {
      throw new IpamError({
        reason: "credentialsUnavailable",
        what: "The profile this action is for is not signed in here any more.",
        advice: "Sign in to it again, or switch to another profile.",
        effect: "no",
      });
    }
    return this.#session(profile);
  }

  /** A profile's credentials are good again: what failed for want of them is read again. */
  async resume(profileId: string): Promise<void> {
    const session = this.#active;
    if (session?.profile.id !== profileId) return;
    const failed = session.inventory
      .snapshots()
      .filter(({ state, contents }) => state === "failed" || (state === "loaded" && contents.gaps.length > 0));
    if (failed.length > 0) await session.inventory.load(failed.map(({ region }) => region));
  }

  close(): void {
    this.#active?.inventory.dispose();
    this.#active = undefined;
    this.#changed.fire(undefined);
  }

  async #session(profile: Profile): Promise<Session> {
    const { cloud, demo, credentials } = this.#tools;
    const api =
      profile.id === demoProfile.id
        ? await demo.open(await cloud())
        : (await cloud()).ipamApi(async () => (await credentials()).load(profile), {
            renew: async (refusal) => (await credentials()).renew(profile, refusal),
          });
    const shown = profile.id === demoProfile.id ? await demo.profile() : profile;
    return { profile: shown, api, inventory: new Inventory(api, settings.regions(), () => Date.now()) };
  }
}
