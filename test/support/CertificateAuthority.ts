import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import path from "node:path";

/** A private key and its certificate, both PEM. */
export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority that was made a moment ago, so that nobody trusts it who was not told to. */
export class CertificateAuthority {
  /** The authority's own certificate, PEM. */
  readonly file: string;
  readonly #folder: string;

  /** @param folder where keys and certificates are left */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.file = path.join(folder, "authority.pem");
    // Without it openssl would add what the system's own configuration says.
    writeFileSync(path.join(folder, "openssl.cnf"), "[req]\ndistinguished_name = name\n[name]\n");
    this.#make("authority", ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign"]);
  }

  get certificate(): string {
    return readFileSync(this.file, "utf8");
  }

  /** A server's certificate for host names and IP addresses. */
  issue(names: readonly string[]): KeyPair {
    const alternatives = names.map((name) => `${isIP(name) ? "IP" : "DNS"}:${name}`);
    this.#make(
      "server",
      ["basicConstraints=critical,CA:FALSE", `subjectAltName=${alternatives}`],
      ["-CA", this.file, "-CAkey", path.join(this.#folder, "authority.key")],
    );
    const read = (ending: string): string => readFileSync(path.join(this.#folder, `server.${ending}`), "utf8");
    return { key: read("key"), cert: read("pem") };
  }

  #make(name: string, extensions: readonly string[], issuer: readonly string[] = []): void {
    execFileSync(
      "openssl",
      [
        ...["req", "-config", "openssl.cnf", "-x509", "-days", "2", "-subj", `/CN=Test ${name}`, ...issuer],
        ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"],
        ...["-keyout", `${name}.key`, "-out", `${name}.pem`],
        ...extensions.flatMap((extension) => ["-addext", extension]),
      ],
      { cwd: this.#folder, stdio: "pipe" },
    );
  }
}
