// Runs a program until the one who started it is gone. It is started as the leader of a process group with a pipe as
// its input; the pipe ends with its owner, however that came to die, and the whole group ends with it.
import { spawn } from "node:child_process";

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
child.once("error", (error) => {
  console.error(`${command} could not start: ${error.message}`);
  process.exit(1);
});
child.once("exit", (code) => process.exit(code ?? 1));
process.stdin.resume();
process.stdin.once("close", () => process.kill(-process.pid, "SIGKILL"));
