import type { Clock } from "../ipam/Clock.ts";
import type { CallerIdentity, CallOptions, IpamApi } from "../ipam/IpamApi.ts";
import type { Region } from "../ipam/regions.ts";
import { AnswerReader } from "./AnswerReader.ts";
import { assumeRole } from "./assumeRole.ts";
import { assumeRoleWithOidc } from "./assumeRoleWithOidc.ts";
import type { CloudSettings } from "./CloudSettings.ts";
import type { Credentials } from "./Credentials.ts";
import { type CallerTools, type CallRecord, type CredentialSource, OpenApiCaller } from "./OpenApiCaller.ts";
import { RequestGate } from "./RequestGate.ts";
import { RetryPolicy } from "./RetryPolicy.ts";
import type { OidcProof, RoleRequest } from "./RoleRequest.ts";
import type { RoleSession } from "./RoleSession.ts";
import { sdkTransmit } from "./sdkTransmit.ts";
import type { Transmit } from "./Transmit.ts";
import { VpcIpamClient } from "./VpcIpamClient.ts";

/** What the cloud needs from outside. */
export interface CloudTools {
  readonly settings: () => CloudSettings;
  readonly clock: Clock;
  /** From 0 inclusive to 1 exclusive. */
  readonly random: () => number;
  readonly userAgent: string;
  /** Told of every try, for the log. */
  readonly onCall?: (record: CallRecord) => void;
  /** Signs and sends a try in place of the SDK, as a simulation without sockets does. */
  readonly transmit?: Transmit;
}

const limits = {
  gate: { perHost: 4, inAll: 64, moreForChanges: { perHost: 1, inAll: 8 } },
  retries: { tries: 5, throttledTries: 8, firstWaitMs: 500, longestWaitMs: 20_000, allWaitsMs: 60_000 },
} as const;

/** Alibaba Cloud: one gate for all requests of this process, whatever account they are for. */
export class Cloud {
  readonly #tools: CallerTools;
  #accounts = 0;
  #unknowns = 0;
  /** What stands for accounts that are not known, in place of the functions, which may hold secrets. */
  readonly #unknown = new WeakMap<CredentialSource["load"], string>();

  constructor({ settings, clock, random, userAgent, onCall, transmit = sdkTransmit }: CloudTools) {
    this.#tools = {
      settings,
      userAgent,
      transmit,
      gate: new RequestGate(limits.gate, clock),
      retries: new RetryPolicy(limits.retries, clock, random),
      ...(onCall && { onCall }),
    };
  }

  /** The endpoint template of the settings now. Given to {@link ipamApi}, it holds though the settings change. */
  get endpoint(): string {
    return this.#tools.settings().endpoint;
  }

  /**
   * VPC IPAM with the credentials of one account. What it does in the background comes after what the accounts do that
   * were opened before it.
   * @param endpoint replaces the settings' endpoint template, for good; an empty one stands for the public endpoints
   * @param account the account ID: all APIs of one account are paced together. Without it, all with one `load` are
   * @param renew asked when the service refuses the credentials; the call waits for its answer
   */
  ipamApi(
    load: () => Promise<Credentials>,
    {
      endpoint,
      renew,
      account,
    }: { readonly endpoint?: string } & Partial<Pick<CredentialSource, "renew" | "account">> = {},
  ): IpamApi {
    this.#accounts += 1;
    return new VpcIpamClient(this.#caller({ load, renew, account, turn: this.#accounts }, endpoint));
  }

  /**
   * The account behind credentials, from STS GetCallerIdentity (2015-04-01).
   * @throws IpamError
   */
  async callerIdentity(
    credentials: () => Promise<Credentials>,
    region: Region,
    { signal, endpoint }: CallOptions & { readonly endpoint?: string } = {},
  ): Promise<CallerIdentity> {
    const action = "GetCallerIdentity";
    const call = { product: "sts", version: "2015-04-01", action, region, parameters: {} } as const;
    const answer = new AnswerReader(await this.#caller({ load: credentials }, endpoint).call(call, { signal }), action);
    return { accountId: answer.id("AccountId"), arn: answer.text("Arn"), identityType: answer.text("IdentityType") };
  }

  /**
   * Temporary credentials of a RAM role, from STS AssumeRole (2015-04-01).
   * @throws IpamError
   */
  assumeRole(
    credentials: () => Promise<Credentials>,
    request: RoleRequest,
    { endpoint, ...options }: CallOptions & { readonly endpoint?: string } = {},
  ): Promise<RoleSession> {
    return assumeRole(this.#caller({ load: credentials }, endpoint), request, options);
  }

  /**
   * Temporary credentials of a RAM role for whoever has a token of an identity provider that it trusts, from STS
   * AssumeRoleWithOIDC (2015-04-01), the one action that is not signed.
   * @throws IpamError
   */
  assumeRoleWithOidc(
    request: RoleRequest,
    proof: OidcProof,
    { endpoint, ...options }: CallOptions & { readonly endpoint?: string } = {},
  ): Promise<RoleSession> {
    return assumeRoleWithOidc(this.#caller(undefined, endpoint), request, proof, options);
  }

  #caller(
    source: (Omit<CredentialSource, "account"> & { readonly account?: string | undefined }) | undefined,
    endpoint: string | undefined,
  ): OpenApiCaller {
    const { settings } = this.#tools;
    const tools =
      endpoint === undefined ? this.#tools : { ...this.#tools, settings: () => ({ ...settings(), endpoint }) };
    return new OpenApiCaller(tools, source && { ...source, account: source.account ?? this.#accountOf(source.load) });
  }
  #accountOf(load: CredentialSource["load"]): string {
    const known = this.#unknown.get(load);
    if (known !== undefined) return known;
    this.#unknowns += 1;
    const account = `unknown-${this.#unknowns}`;
    this.#unknown.set(load, account);
    return account;
  }
}
