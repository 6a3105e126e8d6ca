import type { Cloud } from "../../alibaba/Cloud.ts";
import type { Profile } from "../../credentials/Profile.ts";
import type { ProfileIndex } from "../../credentials/ProfileIndex.ts";
import { Emitter } from "../../ipam/Emitter.ts";
import { Inventory } from "../../ipam/Inventory.ts";
import type { IpamApi } from "../../ipam/IpamApi.ts";
import { IpamError } from "../../ipam/IpamError.ts";
import { loadInTurn } from "../../ipam/loadInTurn.ts";
import { settings } from "../common/settings.ts";
import { type DemoAccount, isDemo } from "./DemoAccount.ts";
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
 * The accounts that are shown: the active one, or all side by side. What a person starts without a row of the tree is about
 * the active one. What is under way for an account that is shown no more is ended, and nothing of it is shown.
 */
export class Sessions {
  readonly #tools: SessionTools;
  readonly #changed = new Emitter<Session | undefined>();
  /** Fires when another account becomes the active one. */
  readonly onDidChange = this.#changed.event;
  readonly #shownChanged = new Emitter<void>();
  /** Fires when there is another active account, or other ones are shown beside it. */
  readonly onDidChangeShown = this.#shownChanged.event;
  #active: Session | undefined;
  #shown: readonly Session[] = [];
  #all: boolean;
  #opening: Promise<Session | undefined> | undefined;
  /** One change of what is shown after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param all whether all profiles are shown side by side */
  constructor(tools: SessionTools, all: boolean) {
    this.#tools = tools;
    this.#all = all;
  }

  get active(): Session | undefined {
    return this.#active;
  }

  /** The active one and those beside it, in the order of the profiles. */
  get shown(): readonly Session[] {
    return this.#shown;
  }

  /** The session of a profile that is shown. */
  find(profileId: string): Session | undefined {
    return this.#shown.find(({ profile }) => profile.id === profileId);
  }

  /** A profile that is shown, or could be opened. */
  profile(profileId: string): Profile | undefined {
    return this.find(profileId)?.profile ?? this.#tools.index.list().find(({ id }) => id === profileId);
  }

  /** The active session; opens the profile last used when there is none. Undefined without any profile. */
  async ensure(): Promise<Session | undefined> {
    if (this.#active) return this.#active;
    const profile = this.#tools.index.active;
    this.#opening ??= (profile ? this.open(profile) : Promise.resolve(undefined)).finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** Makes a profile the active one and starts to read its regions, unless they stand there already; waits for none. */
  open(profile: Profile): Promise<Session> {
    return this.#inTurn(async () => {
      const beside = this.#all ? this.find(profile.id) : undefined;
      const session = beside ?? (await this.#session(profile));
      await this.#show(session);
      return session;
    });
  }

  /** Shows all profiles side by side, or the active one only. The demo has accounts of its own beside it, and no others. */
  showAll(all: boolean): Promise<void> {
    return this.#inTurn(async () => {
      this.#all = all;
      await this.#show(this.#active);
    });
  }

  /** Profiles were added or removed. */
  followProfiles(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#all && this.#active) await this.#show(this.#active);
    });
  }

  /** Other regions are to be shown: those that are shown already stay as they were read. */
  chooseRegions(): void {
    for (const { inventory } of this.#shown) void inventory.choose(settings.regions());
  }

  /** The session of a target's profile. */
  async forProfile(profileId: string): Promise<Session> {
    await this.ensure();
    const shown = this.find(profileId);
    if (shown) return shown;
    const profile = this.profile(profileId);
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

  /** Who acts for a profile: its API at the endpoint of the settings now, which stays the same whatever they say later. */
  async actor(profileId: string): Promise<Pick<Session, "profile" | "api"> & { readonly endpoint: string }> {
    const session = await this.forProfile(profileId);
    const endpoint = this.endpointOf(profileId);
    if (isDemo(profileId)) return { ...session, endpoint };
    return { profile: session.profile, api: await this.#api(session.profile, endpoint), endpoint };
  }

  /** The endpoint template that changes of a profile go to now; empty for the public endpoints. */
  endpointOf(profileId: string): string {
    return isDemo(profileId) ? "demo" : settings.endpoint();
  }

  /** A profile's credentials are good again: what failed for want of them is read again. */
  async resume(profileId: string): Promise<void> {
    const session = this.find(profileId);
    if (!session) return;
    const failed = session.inventory
      .snapshots()
      .filter(({ state, contents }) => state === "failed" || (state === "loaded" && contents.gaps.length > 0));
    if (failed.length > 0) await session.inventory.load(failed.map(({ region }) => region));
  }

  /** Shows a profile no more; after the active one there is none until another one is opened. */
  close(profileId: string): void {
    this.#replace(
      this.#active?.profile.id === profileId ? undefined : this.#active,
      this.#shown.filter(({ profile }) => profile.id !== profileId),
    );
  }

  dispose(): void {
    this.#replace(undefined, []);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Shows a session as the active one, with what stands beside it. */
  async #show(active: Session | undefined): Promise<void> {
    if (!active) return;
    const profiles = this.#all ? await this.#beside(active.profile) : [active.profile];
    const sessions = await Promise.all(
      profiles.map(async (profile) =>
        profile.id === active.profile.id ? active : (this.find(profile.id) ?? (await this.#session(profile))),
      ),
    );
    const added = sessions.filter((session) => !this.#shown.includes(session));
    this.#replace(active, sessions);
    // The active one is asked for first.
    const inTurn = added.includes(active) ? [active, ...added.filter((session) => session !== active)] : added;
    void loadInTurn(inTurn.map(({ inventory }) => inventory));
  }

  async #beside(active: Profile): Promise<readonly Profile[]> {
    if (isDemo(active.id)) return this.#tools.demo.profiles();
    const listed = this.#tools.index.list();
    return listed.some(({ id }) => id === active.id) ? listed : [active, ...listed];
  }

  #replace(active: Session | undefined, shown: readonly Session[]): void {
    const before = { active: this.#active, shown: this.#shown };
    this.#active = active;
    this.#shown = shown;
    for (const session of before.shown) if (!shown.includes(session)) session.inventory.dispose();
    if (before.active !== active) this.#changed.fire(active);
    const isSame = before.shown.length === shown.length && shown.every((session) => before.shown.includes(session));
    if (before.active !== active || !isSame) this.#shownChanged.fire();
  }

  /** @param endpoint in place of what the settings say at each request, also for STS */
  async #api(profile: Profile, endpoint?: string): Promise<IpamApi> {
    const { cloud, credentials } = this.#tools;
    return (await cloud()).ipamApi(async () => (await credentials()).load(profile, endpoint), {
      renew: async (refusal) => (await credentials()).renew(profile, refusal, endpoint),
      account: profile.accountId,
      ...(endpoint !== undefined && { endpoint }),
    });
  }

  async #session(profile: Profile): Promise<Session> {
    const { cloud, demo } = this.#tools;
    const api = isDemo(profile.id) ? await demo.open(await cloud(), profile.id) : await this.#api(profile);
    const known = isDemo(profile.id) ? (await demo.profiles()).find(({ id }) => id === profile.id) : undefined;
    return { profile: known ?? profile, api, inventory: new Inventory(api, settings.regions(), () => Date.now()) };
  }
}
