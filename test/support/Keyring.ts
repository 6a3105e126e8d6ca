import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ProcessGroup } from "./ProcessGroup.ts";

const root = path.resolve(import.meta.dirname, "../..");
const password = "keyring-password";

/**
 * What a process finds when it looks for the keychain: an unlocked keyring, one that is locked by a password, a session
 * bus where nobody offers a keyring, or no session bus at all.
 */
export type KeyringState = "unlocked" | "locked" | "absent" | "noBus";

type Environment = Readonly<Record<string, string | undefined>>;

/** A secret as keytar lists it. */
export interface StoredSecret {
  readonly account: string;
  readonly password: string;
}

/** A real GNOME keyring on a D-Bus session of its own, or one of the states in which there is none. */
export class Keyring {
  /** What a process needs in its environment to find this keyring; undefined takes a variable away. */
  readonly env: Environment;
  readonly #bus: ProcessGroup | undefined;
  #daemon: ProcessGroup | undefined;

  /** @param folder takes the place of the home directory; kept between starts */
  static async start(folder: string, state: KeyringState = "unlocked"): Promise<Keyring> {
    const home = path.join(folder, "home");
    const runtime = path.join(folder, "runtime");
    for (const each of [home, runtime]) mkdirSync(each, { recursive: true, mode: 0o700 });
    const env = {
      HOME: home,
      XDG_DATA_HOME: path.join(home, ".local", "share"),
      XDG_RUNTIME_DIR: runtime,
      DISPLAY: undefined,
      WAYLAND_DISPLAY: undefined,
    };
    if (state === "noBus") return new Keyring({ ...env, DBUS_SESSION_BUS_ADDRESS: undefined }, undefined);
    const bus = startBus(runtime);
    try {
      const [, address] = await bus.waitForOutput(/^(unix:\S+)/m);
      const keyring = new Keyring({ ...env, DBUS_SESSION_BUS_ADDRESS: address }, bus);
      if (state !== "absent") await keyring.unlock();
      if (state === "locked") keyring.lock();
      return keyring;
    } catch (error) {
      await bus.stop();
      throw error;
    }
  }

  private constructor(env: Environment, bus: ProcessGroup | undefined) {
    this.env = env;
    this.#bus = bus;
  }

  /** Locks the keyring by its password. */
  lock(): void {
    this.#run("dbus-send", [
      ...["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"],
      "org.freedesktop.Secret.Service.Lock",
      "array:objpath:/org/freedesktop/secrets/collection/login",
    ]);
  }

  /** Starts the daemon anew with the password, which makes the keyring where there was none, and opens it. */
  async unlock(): Promise<void> {
    await this.#daemon?.stop();
    this.#daemon = await startDaemon(this.env);
  }

  /** All secrets that a service keeps in this keyring, read by keytar in a process of its own. */
  secrets(service = "alicloud-ipam-explorer"): readonly StoredSecret[] {
    return JSON.parse(this.#keytar(`await keytar.findCredentials(${JSON.stringify(service)})`));
  }

  /** The values of all those secrets. */
  values(service?: string): readonly string[] {
    return this.secrets(service).map((secret) => secret.password);
  }

  /** Stores a secret, as another process would. */
  store(service: string, account: string, secret: string): void {
    this.#keytar(`await keytar.setPassword(${[service, account, secret].map((text) => JSON.stringify(text)).join()})`);
  }

  /** Deletes all secrets of a service, as another process would. */
  clear(service = "alicloud-ipam-explorer"): void {
    for (const { account } of this.secrets(service)) {
      this.#keytar(`await keytar.deletePassword(${[service, account].map((text) => JSON.stringify(text)).join()})`);
    }
  }

  /** Ends the keyring and its bus; what was stored stays in the folder. */
  async stop(): Promise<void> {
    await this.#daemon?.stop();
    await this.#bus?.stop();
  }

  #keytar(expression: string): string {
    const script = `(async () => { const keytar = require("keytar"); console.log(JSON.stringify(${expression}) ?? null); })()`;
    return this.#run(process.execPath, ["-e", script]);
  }

  #run(command: string, args: readonly string[], input = ""): string {
    const env = { ...process.env, ...this.env };
    return execFileSync(command, args, { cwd: root, env, input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
  }
}

/** Without service files, so that the bus starts neither a keyring of its own nor a program that asks for its password. */
function startBus(runtime: string): ProcessGroup {
  const file = path.join(runtime, "bus.conf");
  writeFileSync(
    file,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=${runtime}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`,
  );
  return new ProcessGroup(["dbus-daemon", `--config-file=${file}`, "--nofork", "--nopidfile", "--print-address"]);
}

/** Resolves once the daemon offers its keyring on the bus. */
async function startDaemon(env: Environment): Promise<ProcessGroup> {
  const daemon = "gnome-keyring-daemon --foreground --unlock --components=secrets";
  const group = new ProcessGroup(["sh", "-c", `printf %s "${password}" | ${daemon}`], env);
  for (let tries = 0; tries < 200; tries += 1) {
    if (offersKeyring(env)) return group;
    await delay(50);
  }
  await group.stop();
  throw new Error(`The keyring did not start: ${group.output()}`);
}

function offersKeyring(env: Environment): boolean {
  const { status, stdout } = spawnSync(
    "dbus-send",
    [
      ...["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets/collection/login"],
      ...["org.freedesktop.DBus.Properties.Get", "string:org.freedesktop.Secret.Collection", "string:Locked"],
    ],
    { env: { ...process.env, ...env }, encoding: "utf8" },
  );
  return status === 0 && stdout.includes("boolean false");
}
