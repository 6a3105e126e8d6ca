// Runs the credential store with the real keytar in a process of its own, whose environment decides which keychain it
// finds. It is told what to do over the channel of `fork`; see KeychainProcess.
import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { CredentialFault } from "../../../src/credentials/CredentialFault.ts";
import { CredentialStore } from "../../../src/credentials/CredentialStore.ts";
import { KeytarVault } from "../../../src/credentials/KeytarVault.ts";
import { MemoryVault } from "../../../src/credentials/MemoryVault.ts";
import { ProfileIndex } from "../../../src/credentials/ProfileIndex.ts";
import { Secret } from "../../../src/credentials/Secret.ts";
import { SecretStorageVault } from "../../../src/credentials/SecretStorageVault.ts";
import type { DriverAnswer, DriverOutcome, DriverRequest, DriverSettings } from "./DriverMessages.ts";
import { keyValueStore } from "./keyValueStore.ts";
import { secretStorage } from "./secretStorage.ts";

const settings: DriverSettings = JSON.parse(process.argv[2] ?? "");
const index = new ProfileIndex(keyValueStore());
const vault = new KeytarVault({ timeLimit: settings.timeLimit });
let answered: (answer: DriverAnswer["answer"]) => void = () => {};

const store = new CredentialStore({
  setting: () => settings.setting,
  index,
  loadKeychain: async () => vault,
  secretStorage: new SecretStorageVault(secretStorage()),
  memory: new MemoryVault(),
  person: {
    askAboutFault: ({ reason, remedy, detail }, offered) => {
      const answer = new Promise<DriverAnswer["answer"]>((resolve) => {
        answered = resolve;
      });
      process.send?.({ question: { reason, remedy, detail, offered } });
      return answer;
    },
  },
});

process.on("message", async (message: DriverRequest | DriverAnswer) => {
  if ("answer" in message) answered(message.answer);
  else process.send?.({ id: message.id, outcome: await outcome(message) });
});
// A thread that waits for a prompt keeps process.exit() from ending.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

async function outcome(request: DriverRequest): Promise<DriverOutcome> {
  try {
    return { value: await run(request) };
  } catch (error) {
    const { reason, detail }: Partial<CredentialFault> = error instanceof CredentialFault ? error : {};
    const text = inspect(error, { depth: 10, showHidden: true });
    return { fault: { reason, remedy: detail?.fault?.remedy, instead: detail?.instead, text } };
  }
}

async function run(request: DriverRequest): Promise<unknown> {
  switch (request.act) {
    case "save": {
      const { name, keys } = request;
      const secret = new Secret(keys.accessKeyId, keys.accessKeySecret, keys.securityToken);
      const kind = secret.securityToken ? "sts" : "accessKey";
      return store.save({ name, kind, accountId: "1203715520147781" }, secret);
    }
    case "load": {
      const { accessKeyId, accessKeySecret, securityToken } = await store.load(request.profile);
      return { accessKeyId, accessKeySecret, ...(securityToken && { securityToken }) };
    }
    case "remove":
      return store.remove(request.profile);
    case "list":
      return index.list();
    case "deleteEntry":
      return vault.delete(request.profile.id);
    case "readFile":
      return (await readFile(import.meta.filename, "utf8")).length;
  }
}
