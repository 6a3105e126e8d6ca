import { type Exchanged, exchange } from "./exchange.ts";
import type { IssuedSecret } from "./IssuedSecret.ts";
import { parseIssuedSecret } from "./parseIssuedSecret.ts";
import { SourceFault } from "./SourceFault.ts";

const timeoutMs = 3_000;
const roles = "/latest/meta-data/ram/security-credentials/";

/**
 * The metadata service of an ECS instance, which gives the credentials of the instance's RAM role. It is asked for a
 * profile whose mode says so, and never to find out whether it is there.
 */
export class MetadataService {
  readonly #origin: string;
  readonly #environment: Readonly<Record<string, string | undefined>>;

  /** @param origin where it listens; for a test */
  constructor(environment: Readonly<Record<string, string | undefined>>, origin = "http://100.100.100.200") {
    this.#environment = environment;
    this.#origin = origin;
  }

  /**
   * Credentials of the instance's role.
   * @param roleName the instance's only role unless given
   * @throws SourceFault `metadataDisabled`, `metadataFailed`
   */
  async issue(roleName: string | undefined): Promise<IssuedSecret> {
    if (isTrue(this.#environment["ALIBABA_CLOUD_ECS_METADATA_DISABLED"])) {
      throw new SourceFault({ reason: "metadataDisabled" });
    }
    const headers = await this.#headers();
    const role = roleName ?? (await this.#get(roles, headers)).trim();
    if (!/^[\w.-]{1,64}$/.test(role)) throw failed("no role");
    const issued = parseIssuedSecret(await this.#get(`${roles}${role}`, headers));
    if (!issued) throw failed("another answer");
    return issued;
  }

  /** The token of the hardened mode (IMDSv2); an instance that has only the plain one answers its request otherwise. */
  async #headers(): Promise<Readonly<Record<string, string>>> {
    const { status, text } = await this.#exchange("/latest/api/token", "PUT", {
      "X-aliyun-ecs-metadata-token-ttl-seconds": "300",
    });
    if (status === 200 && /^[!-~]{1,512}$/.test(text.trim())) return { "X-aliyun-ecs-metadata-token": text.trim() };
    if (isTrue(this.#environment["ALIBABA_CLOUD_IMDSV1_DISABLED"])) throw failed(`HTTP ${status}`);
    return {};
  }

  async #get(path: string, headers: Readonly<Record<string, string>>): Promise<string> {
    const { status, text } = await this.#exchange(path, "GET", headers);
    if (status !== 200) throw failed(`HTTP ${status}`);
    return text;
  }

  #exchange(path: string, method: "GET" | "PUT", headers: Readonly<Record<string, string>>): Promise<Exchanged> {
    return exchange(new URL(path, this.#origin), { method, headers, timeoutMs }).catch((error: Error) => {
      throw failed(error.message);
    });
  }
}

function failed(part: string): SourceFault {
  return new SourceFault({ reason: "metadataFailed", part });
}

function isTrue(value: string | undefined): boolean {
  return value?.trim().toLowerCase() === "true";
}
