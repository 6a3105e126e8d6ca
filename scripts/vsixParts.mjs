/** What each file of the archive is for; the first pattern that fits counts. */
const parts = [
  ["Keychain of the operating system, prebuilt for each", /node_modules\/keytar\//],
  ["Reading infrastructure as code: the grammar of Terraform and its parser", /dist\/.*\.wasm$/],
  ["Reading infrastructure as code: everything else", /dist\/iac\.cjs$/],
  ["Signed requests to Alibaba Cloud", /dist\/alibaba\.cjs$/],
  ["Demo account: the simulator", /dist\/simulator\.cjs$/],
  ["Lenses, hovers and warnings in editors", /dist\/editor\.cjs$/],
  ["Details, plan and results pages", /dist\/(details|plan)\.cjs$|media\/\w+\.(js|css)$/],
  ["Everything else that runs", /dist\//],
  ["Icon, glyph and pictures of the walkthrough", /media\//],
  ["Texts in Chinese, and those of the manifest", /l10n|package\.nls/],
  ["Licences of others", /ThirdPartyNotices/],
  ["Manifest, README, changelog and licence", /./],
];

/**
 * What the bytes of a VSIX are for, by size; the sum is the size of the archive.
 * @param {Buffer} zip
 * @returns {{ part: string, files: number, bytes: number }[]}
 */
export function vsixParts(zip) {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  const files = [];
  let place = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameEnd = place + 46 + zip.readUInt16LE(place + 28);
    files.push({ name: zip.toString("utf8", place + 46, nameEnd), bytes: zip.readUInt32LE(place + 20) });
    place = nameEnd + zip.readUInt16LE(place + 30) + zip.readUInt16LE(place + 32);
  }
  const sums = new Map();
  for (const { name, bytes } of files) {
    const [part = name] = parts.find(([, pattern]) => pattern.test(name)) ?? [];
    const sum = sums.get(part) ?? { part, files: 0, bytes: 0 };
    sums.set(part, { part, files: sum.files + 1, bytes: sum.bytes + bytes });
  }
  const rows = [...sums.values()].sort((one, other) => other.bytes - one.bytes);
  const contents = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...rows, { part: "Names and places of the files in the archive", files: 0, bytes: zip.length - contents }];
}
