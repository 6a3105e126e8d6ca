import path from "node:path";
import { readSmallFile } from "./readSmallFile.ts";
import { parseSafetyPolicy, type SafetyPolicy } from "./SafetyPolicy.ts";
import { SourceFault } from "./SourceFault.ts";
import { safetyAction } from "./safetyAction.ts";

const mostBytes = 1024 * 1024;
const none: SafetyPolicy = { enabled: false, rules: [] };
/** The CLI passes over a policy that it cannot read; whoever wrote one wanted to be asked. */
const unreadable: SafetyPolicy = { enabled: true, rules: [{ pattern: "*", action: "confirm" }] };

/**
 * The safety policy that the Aliyun CLI would obey: its file, with the variables that the CLI lays over it.
 * @param home the person's home folder
 */
export async function readSafetyPolicy(
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<SafetyPolicy> {
  const { enabled, rules } = await policyInFile(path.join(home, ".aliyun", "safety-policy.json"));
  const word = environment["ALIBABA_CLOUD_SAFETY_POLICY_ENABLED"]?.trim().toLowerCase() ?? "";
  const list = environment["ALIBABA_CLOUD_SAFETY_POLICY_RULES"];
  return { enabled: booleans.get(word) ?? enabled, rules: (list === undefined ? undefined : rulesIn(list)) ?? rules };
}

/** The words of Go's strconv.ParseBool. */
const booleans: ReadonlyMap<string, boolean> = new Map([
  ...["1", "t", "true"].map((word) => [word, true] as const),
  ...["0", "f", "false"].map((word) => [word, false] as const),
]);

async function policyInFile(file: string): Promise<SafetyPolicy> {
  try {
    return parseSafetyPolicy((await readSmallFile(file, mostBytes))?.text ?? "") ?? unreadable;
  } catch (error) {
    return error instanceof SourceFault && error.reason === "fileMissing" ? none : unreadable;
  }
}

/** Such as `*:Delete*=deny,ecs:Update*=confirm`. Undefined, which leaves the file's, when none of it can be read. */
function rulesIn(list: string): SafetyPolicy["rules"] | undefined {
  if (list.trim() === "") return [];
  const rules = list.split(",").flatMap((entry) => {
    const [pattern = "", word = ""] = entry.split(/=(.*)/s).map((part) => part.trim());
    return pattern !== "" && word !== "" ? [{ pattern, action: safetyAction(word) }] : [];
  });
  return rules.length > 0 ? rules : undefined;
}
