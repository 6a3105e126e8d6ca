// npm run check: types, lint and format, unused code, manifest and messages, production dependencies.
import path from "node:path";
import { auditDependencies, knownVulnerabilities } from "./auditDependencies.mjs";
import { ensureDependencies, ensureNode, main, root, run, say } from "./toolchain.mjs";

await main(async () => {
  ensureDependencies();
  const node = ensureNode();
  const tool = (...parts) => path.join(root, "node_modules", ...parts);
  const checks = [
    [tool("typescript", "bin", "tsc"), "-p", root],
    [tool("@biomejs", "biome", "bin", "biome"), "check", "--error-on-warnings"],
    [tool("knip", "bin", "knip.js"), "--no-progress"],
    [tool("vitest", "vitest.mjs"), "run", "--project", "unit", "test/unit/manifest", "test/unit/lint"],
  ];
  for (const check of checks) {
    const code = await run([node, ...check]);
    if (code !== 0) return code;
  }
  return reportAudit();
});

/** Licences and install scripts are judged offline; vulnerabilities are known to a registry alone, if it tells. */
function reportAudit() {
  const flaws = auditDependencies(root);
  const vulnerabilities = knownVulnerabilities(root);
  for (const line of [...flaws, ...(vulnerabilities ?? [])]) console.error(line);
  const known = vulnerabilities ? `${vulnerabilities.length} known to be vulnerable` : "the registry answers no audit";
  say(`Production dependencies: ${flaws.length} with a licence or an install script that is not allowed, ${known}`);
  return flaws.length + (vulnerabilities?.length ?? 0) === 0 ? 0 : 1;
}
