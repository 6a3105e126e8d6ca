// npm run check:release -- TAG: whether the tag, the version of package.json and CHANGELOG.md say the same.
import fs from "node:fs";
import path from "node:path";
import { releaseFlaws } from "./releaseFlaws.mjs";
import { main, root, SetupError, say } from "./toolchain.mjs";

await main(() => {
  const [tag] = process.argv.slice(2);
  if (!tag) throw new SetupError("Name the tag: npm run check:release -- v1.2.3");
  const read = (file) => fs.readFileSync(path.join(root, file), "utf8");
  const flaws = releaseFlaws(tag, JSON.parse(read("package.json")), read("CHANGELOG.md"));
  for (const flaw of flaws) console.error(flaw);
  if (flaws.length === 0) say(`${tag} can be released`);
  return flaws.length === 0 ? 0 : 1;
});
