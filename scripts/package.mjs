// npm run package [-- file]: one VSIX for all platforms in the project's folder, what its bytes are for, and its digest. The
// same commit gives the same bytes, wherever and whenever it is packed.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { levelModes } from "./levelModes.mjs";
import { packedReadme } from "./packedReadme.mjs";
import { thirdPartyNotices } from "./thirdPartyNotices.mjs";
import { build, ensureDependencies, ensureNode, main, root, run, say, writeChanged } from "./toolchain.mjs";
import { vsixParts } from "./vsixParts.mjs";

/** Time, zone and language that would otherwise come from the machine: they decide dates and the order of the files. */
const sameEverywhere = { SOURCE_DATE_EPOCH: "1735689600", TZ: "UTC", LC_ALL: "C", LANG: "C" };

await main(async () => {
  ensureDependencies();
  const node = ensureNode();
  const { metafile } = await build();
  writeChanged(path.join(root, "ThirdPartyNotices.txt"), thirdPartyNotices(root, metafile));
  const { name, version, repository } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const readme = fs.readFileSync(path.join(root, "README.md"), "utf8");
  writeChanged(path.join(root, "README.packed.md"), packedReadme(readme, addressOf(repository), `v${version}`));
  const file = process.argv[2] ?? path.join(root, `${name}-${version}.vsix`);
  const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
  const code = await run(
    [
      ...[node, vsce, "package", "--out", file, "--readme-path", "README.packed.md"],
      // The README was written for where it goes; vsce itself refuses relative links where it knows no repository.
      ...["--allow-missing-repository", "--no-rewrite-relative-links"],
    ],
    sameEverywhere,
  );
  if (code !== 0) return code;
  const packed = levelModes(fs.readFileSync(file));
  fs.writeFileSync(file, packed);
  say("What the bytes are for, compressed:");
  for (const { part, bytes } of vsixParts(packed)) console.log(`${String(bytes).padStart(9)}  ${part}`);
  say(`${path.basename(file)}: ${packed.length} bytes, SHA-256 ${createHash("sha256").update(packed).digest("hex")}`);
  return 0;
});

/** The page of the repository in a browser; undefined where the manifest names none. */
function addressOf(repository) {
  const url = typeof repository === "string" ? repository : repository?.url;
  return url?.replace(/^git\+/, "").replace(/\.git$/, "");
}
