import { Secret } from "./Secret.ts";
import { SourceFault } from "./SourceFault.ts";

/** The beginnings of the names that the Aliyun CLI reads, in its order. */
const prefixes = ["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", ""] as const;

/**
 * The credentials in the environment of VS Code. All parts come from names of one family: the CLI mixes them, and so
 * signs with one account's id and another one's secret.
 * @throws SourceFault `environmentEmpty`
 */
export function environmentSecret(environment: Readonly<Record<string, string | undefined>>): Secret {
  for (const prefix of prefixes) {
    const part = (name: string): string => environment[`${prefix}${name}`]?.trim() ?? "";
    const [id, key] = [part("ACCESS_KEY_ID"), part("ACCESS_KEY_SECRET")];
    if (id !== "" && key !== "") return new Secret(id, key, part("SECURITY_TOKEN"));
  }
  throw new SourceFault({ reason: "environmentEmpty" });
}
