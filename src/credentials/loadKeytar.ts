import path from "node:path";
import { KeychainFault } from "./KeychainFault.ts";
import type { Keytar } from "./Keytar.ts";

/** Where keytar is loaded for. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
}

/**
 * Loads keytar with its native library. Throws a {@link KeychainFault} `missing` that names the cause.
 * @github/keytar 7.10.6 hides why its library does not load, and picks the wrong one on 32-bit ARM (its `linux-arm`
 * holds an aarch64 file) and on musl; so a library it did not find is loaded here, or else tells why it cannot be.
 */
export async function loadKeytar(machine: Machine, packageRequire = bundleRequire): Promise<Keytar> {
  try {
    return (await import("keytar")).default;
  } catch (error) {
    if (!packageRequire) throw missing(machine, error);
    return loadPrebuild(machine, packageRequire);
  }
}

/** The bundle is CommonJS and has `require`; the source, run as a module, has none. */
const bundleRequire = typeof require === "function" ? require : undefined;

function loadPrebuild(machine: Machine, packageRequire: NodeJS.Require): Keytar {
  let cause: unknown = new Error("keytar is not installed");
  try {
    const root = path.dirname(packageRequire.resolve("keytar/package.json"));
    for (const name of prebuildNames(machine)) {
      try {
        return packageRequire(path.join(root, "prebuilds", name, "keytar.node"));
      } catch (error) {
        cause = error;
      }
    }
  } catch (error) {
    cause = error;
  }
  throw missing(machine, cause);
}

/** The last one is that whose failure tells the cause. */
function prebuildNames({ platform, arch }: Machine): readonly string[] {
  if (platform !== "linux") return [`${platform}-${arch}`];
  return arch === "arm" ? ["linux-armv7l"] : [`linuxmusl-${arch}`, `linux-${arch}`];
}

function missing({ platform, arch }: Machine, cause: unknown): KeychainFault {
  const text = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
  const detail = `The keychain library for ${platform}-${arch} does not load: ${text}`;
  if (/libsecret/.test(text)) return new KeychainFault("missing", "installLibsecret", detail);
  return new KeychainFault("missing", "useSupportedPlatform", detail);
}
