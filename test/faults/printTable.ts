// Prints what every operation told under every fault. Ends with 1 when one of them was not true.
import { faultTable } from "./faultTable.ts";
import { operations } from "./operations.ts";
import { runPair } from "./runPair.ts";

const width = 34;
let pairs = 0;
let untrue = 0;
console.log(["fault".padEnd(62), ...operations.map((operation) => operation.padEnd(width))].join(""));
for (const row of faultTable) {
  const cells: string[] = [];
  for (const operation of operations) {
    if (row.operations && !row.operations.includes(operation)) cells.push("·".padEnd(width));
    else {
      const { report, lies } = await runPair(row, operation);
      pairs += 1;
      if (lies.length > 0) untrue += 1;
      cells.push(`${report.said}${lies.length > 0 ? ` (${lies.join(", ")})` : ""}`.padEnd(width));
    }
  }
  console.log([row.name.padEnd(62), ...cells].join("").trimEnd());
}
console.log(
  `${pairs} pairs of ${faultTable.length} faults and ${operations.length} operations, ${untrue} of them untrue`,
);
process.exitCode = untrue === 0 ? 0 : 1;
