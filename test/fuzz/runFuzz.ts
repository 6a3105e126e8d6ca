// Runs every target with the number of cases given, and prints a line for each and one for all.
import { fuzzTargets } from "./fuzzTargets.ts";
import { runTarget } from "./runTarget.ts";

const cases = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? 1);
let all = 0;
let slowest = 0;
for (const make of Object.values(fuzzTargets)) {
  const target = await make();
  const figures = await runTarget(target, Math.ceil(cases * target.share), seed);
  await target.close?.();
  all += figures.cases;
  slowest = Math.max(slowest, figures.slowestMs);
  const { refused, slowestMs } = figures;
  console.log(`${target.name}: ${figures.cases} cases, ${refused} refused, slowest ${slowestMs.toFixed(1)} ms`);
}
console.log(
  `Fuzz: ${all} cases with seed ${seed}, no crash, no hang, no secret shown; slowest ${slowest.toFixed(1)} ms`,
);
