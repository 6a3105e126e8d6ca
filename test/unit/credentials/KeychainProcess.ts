import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Profile } from "../../../src/credentials/Profile.ts";
import type {
  DriverAnswer,
  DriverOutcome,
  DriverQuestion,
  DriverSettings,
  DriverTask,
  Keys,
} from "./DriverMessages.ts";

type Person = (question: DriverQuestion) => DriverAnswer["answer"] | Promise<DriverAnswer["answer"]>;

const noPerson: Person = ({ detail }) => {
  throw new Error(`A question that the test did not expect: ${detail}`);
};

/** A process with a credential store and the keychain of its environment. Dies with the process that started it. */
export class KeychainProcess {
  readonly questions: DriverQuestion[] = [];
  readonly #child: ChildProcess;
  readonly #person: Person;
  readonly #waiting = new Map<number, (outcome: DriverOutcome) => void>();
  #unexpected: unknown;
  #lastId = 0;

  /** @param person answers what the store asks; without one, a question fails the test */
  constructor(
    env: Readonly<Record<string, string | undefined>>,
    person: Person = noPerson,
    settings: Partial<DriverSettings> = {},
  ) {
    const driver = new URL("./keychainDriver.ts", import.meta.url);
    const all: DriverSettings = { setting: "auto", timeLimit: 10_000, ...settings };
    this.#person = person;
    this.#child = fork(driver, [JSON.stringify(all)], {
      env: { ...process.env, NODE_OPTIONS: "", ...env },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
      execArgv: [],
    });
    let complaints = "";
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      complaints += text;
    });
    this.#child.on("message", (message: { id: number; outcome: DriverOutcome } | { question: DriverQuestion }) => {
      if ("question" in message) void this.#ask(message.question);
      else this.#settle(message.id, message.outcome);
    });
    this.#child.on("close", (code, signal) => {
      const text = `The process ended with ${signal ?? code}: ${complaints}`;
      const outcome = { fault: { reason: "processEnded", remedy: undefined, instead: undefined, text } };
      for (const id of [...this.#waiting.keys()]) this.#settle(id, outcome);
    });
  }

  /** Signs in; resolves with the profile, or throws. */
  async save(name: string, keys: Keys): Promise<Profile> {
    const outcome = await this.tell({ act: "save", name, keys });
    if ("fault" in outcome) throw new Error(outcome.fault.text);
    return outcome.value as Profile;
  }

  load(profile: Profile): Promise<DriverOutcome> {
    return this.tell({ act: "load", profile });
  }

  /** Has something done, and resolves with how it went, whichever way. */
  async tell(task: DriverTask): Promise<DriverOutcome> {
    const id = ++this.#lastId;
    const settled = new Promise<DriverOutcome>((resolve) => this.#waiting.set(id, resolve));
    this.#child.send({ ...task, id });
    const outcome = await settled;
    if (this.#unexpected) throw this.#unexpected;
    return outcome;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }

  async #ask(question: DriverQuestion): Promise<void> {
    this.questions.push(question);
    let answer: DriverAnswer["answer"];
    try {
      answer = await this.#person(question);
    } catch (error) {
      this.#unexpected = error;
    }
    if (this.#child.connected) this.#child.send({ answer } satisfies DriverAnswer);
  }

  #settle(id: number, outcome: DriverOutcome): void {
    this.#waiting.get(id)?.(outcome);
    this.#waiting.delete(id);
  }
}
