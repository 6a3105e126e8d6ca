import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { aligned, busNumber, busSignature, busString, SessionBus } from "./SessionBus.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const password = "keyring-password";
const name = "org.freedesktop.secrets";
const collection = "/org/freedesktop/secrets/collection/login";

/** What a process finds: an open keyring, one locked by a password, a session bus without a keyring, or no bus. */
export type KeyringState = "unlocked" | "locked" | "absent" | "noBus";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A real GNOME keyring on a D-Bus session of its own, or a state in which there is none. Nothing of it outlives the
 * process that started it: the shell that holds it ends it when its input closes.
 */
export class KeyringDaemon {
  /** What a process needs in its environment to find this keyring; undefined takes a variable away. */
  readonly env: Environment;
  readonly #folder: string;
  readonly #bus: ChildProcess | undefined;
  #daemon: ChildProcess | undefined;
  #connection: SessionBus | undefined;

  private constructor(folder: string, env: Environment, bus?: ChildProcess) {
    this.#folder = folder;
    this.env = env;
    this.#bus = bus;
  }

  static async start(state: KeyringState): Promise<KeyringDaemon> {
    const folder = mkdtempSync(path.join(tmpdir(), "keyring-"));
    const env = environment(folder);
    if (state === "noBus") return new KeyringDaemon(folder, env);
    const bus = held(`dbus-daemon --config-file=${busConfiguration(folder)} --nofork --nopidfile --print-address`, env);
    const keyring = new KeyringDaemon(folder, { ...env, DBUS_SESSION_BUS_ADDRESS: await address(bus) }, bus);
    if (state === "absent") return keyring;
    await keyring.restart();
    if (state === "locked") await keyring.lock();
    return keyring;
  }

  /** Starts the daemon, anew if there is one. It makes a keyring with a password where there is none, and opens it. */
  async restart(): Promise<void> {
    await ended(this.#daemon);
    const { appeared } = await (await this.#connected()).owner(name);
    const daemon = "gnome-keyring-daemon --foreground --unlock --components=secrets";
    this.#daemon = held(`printf %s ${password} | ${daemon}`, this.env);
    await appeared;
  }

  /** Locks the keyring, as a person does, or the desktop when the screen is locked. */
  async lock(): Promise<void> {
    const body = Buffer.concat([busNumber(busString(collection).length), busString(collection)]);
    await this.#call("org.freedesktop.Secret.Service", "Lock", "ao", body);
  }

  /** Unlocks the keyring, as a person does who gives its password. */
  async unlock(): Promise<void> {
    const input = Buffer.concat([busString("plain"), busSignature("s")]);
    const open = Buffer.concat([aligned(input, 4), busString("")]);
    const answer = await this.#call("org.freedesktop.Secret.Service", "OpenSession", "sv", open);
    const session = /\/org\/freedesktop\/secrets\/session\/\w+/.exec(answer)?.[0] ?? "";
    const secret = [busString(session), busNumber(0), busString(password).subarray(0, -1)];
    const parts = secret.map((part) => aligned(part, 4));
    const body = Buffer.concat([aligned(busString(collection), 8), ...parts, busString("text/plain")]);
    const internal = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";
    await this.#call(internal, "UnlockWithMasterPassword", "o(oayays)", body);
  }

  /** Stands in for the program that asks for the keyring's password, and never answers: its prompt stays open. */
  async openPromptForever(): Promise<void> {
    await (await this.#connected()).own("org.gnome.keyring.SystemPrompter");
  }

  /** What the extension keeps in the keyring, read by a process of its own. The keyring has to be open. */
  async secrets(): Promise<readonly { readonly account: string; readonly password: string }[]> {
    return JSON.parse(await this.#keytar("findCredentials"));
  }

  /** Stores something under the extension's name, as another program could. */
  async store(account: string, text: string): Promise<void> {
    await this.#keytar("setPassword", account, text);
  }

  /** Ends the daemon and its bus. */
  async stop(): Promise<void> {
    this.#connection?.close();
    await ended(this.#daemon);
    await ended(this.#bus);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #call(face: string, member: string, signature: string, body: Buffer): Promise<string> {
    const connection = await this.#connected();
    const path = "/org/freedesktop/secrets";
    return connection.call({ destination: name, path, interface: face, member, signature, body });
  }

  async #connected(): Promise<SessionBus> {
    this.#connection ??= await SessionBus.connect(this.env["DBUS_SESSION_BUS_ADDRESS"] ?? "");
    return this.#connection;
  }

  async #keytar(method: string, ...parameters: readonly string[]): Promise<string> {
    const list = ["alicloud-ipam-explorer", ...parameters].map((text) => JSON.stringify(text)).join();
    const script = `require("keytar").${method}(${list}).then((value) => console.log(JSON.stringify(value)))`;
    const env = { ...process.env, NODE_OPTIONS: "", ...this.env };
    return (await promisify(execFile)(process.execPath, ["--eval", script], { cwd: root, env })).stdout;
  }
}

function environment(folder: string): Environment {
  const runtime = path.join(folder, "runtime");
  mkdirSync(runtime, { mode: 0o700 });
  return {
    HOME: folder,
    XDG_DATA_HOME: path.join(folder, "data"),
    XDG_RUNTIME_DIR: runtime,
    DISPLAY: undefined,
    WAYLAND_DISPLAY: undefined,
    DBUS_SESSION_BUS_ADDRESS: undefined,
  };
}

/** Starts a program in a shell that ends it, and then itself, once the shell's input closes. */
function held(command: string, env: Environment): ChildProcess {
  const script = `${command} & read line; kill $!; wait`;
  return spawn("sh", ["-c", script], { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "ignore"] });
}

async function ended(shell: ChildProcess | undefined): Promise<void> {
  if (!shell || shell.exitCode !== null || shell.signalCode !== null) return;
  const exit = once(shell, "exit");
  shell.stdin?.end();
  await exit;
}

/** The address a bus prints when it is ready. */
function address(bus: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    bus.once("error", reject).once("exit", () => reject(new Error("The bus did not start.")));
    bus.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const line = /^(unix:\S+)\n/m.exec(text)?.[1];
      if (line) resolve(line);
    });
  });
}

/** Without service files, so that the bus starts neither a keyring nor a prompter of its own. */
function busConfiguration(folder: string): string {
  const file = path.join(folder, "bus.conf");
  const policy = '<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>';
  const listen = `unix:path=${path.join(folder, "bus")}`;
  writeFileSync(
    file,
    `<busconfig><type>session</type><listen>${listen}</listen><policy context="default">${policy}</policy></busconfig>`,
  );
  return file;
}
