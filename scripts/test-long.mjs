// npm run test:long [-- cases [seed [rounds [histories]]]]: what takes too long for every test run. Each program ends with a line of figures,
// which stand together at the end.
import { spawn } from "node:child_process";
import { ensureDependencies, ensureNode, ensureSystemPackages, main, root, say } from "./toolchain.mjs";

/** Programs with what they are; their last line sums them up. */
const [cases = "100000", seed = "1", rounds = "100", histories = "2000000"] = process.argv.slice(2);
const programs = [
  { name: "Fuzz", command: ["test/fuzz/runFuzz.ts", cases, seed], minutes: 20 },
  { name: "Faults", command: ["test/faults/runLong.ts", rounds, seed], minutes: 20 },
  {
    name: "Simulation",
    command: ["test/simulation/startSimulation.ts", "--seed", seed, "--runs", histories],
    minutes: 240,
  },
];

await main(async () => {
  ensureDependencies();
  const node = ensureNode();
  ensureSystemPackages(["openssl"]);
  const figures = [];
  let failed = 0;
  for (const { name, command, minutes } of programs) {
    say(name);
    const { code, lastLine } = await runShown([node, ...command], minutes * 60_000);
    if (code !== 0) failed += 1;
    figures.push(code === 0 ? lastLine : `${name}: failed`);
  }
  console.log(figures.join(" · "));
  return failed === 0 ? 0 : 1;
});

/** Runs a program with its output shown; one that hangs is killed, and has failed. */
function runShown([command, ...args], milliseconds) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"], timeout: milliseconds });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      process.stdout.write(text);
      output += text;
    });
    const end = (code) => resolve({ code: code ?? 1, lastLine: output.trimEnd().split("\n").at(-1) });
    child.once("error", () => end(1));
    child.once("close", end);
  });
}
