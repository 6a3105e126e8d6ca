/**
 * Why a tag must not be released: one line each.
 * @param {string} tag such as `v0.1.0`
 * @param {{ version: string, repository?: unknown }} manifest
 * @param {string} changelog in the format of Keep a Changelog
 */
export function releaseFlaws(tag, { version, repository }, changelog) {
  const headings = [...changelog.matchAll(/^## \[(.+?)\](.*)$/gm)].map(([, name, rest]) => ({ name, rest }));
  const released = headings.filter(({ name }) => name !== "Unreleased");
  const [newest] = released;
  const text = changelog.split(/^## \[.+$/m)[headings.indexOf(newest) + 1] ?? "";
  return [
    ...(tag === `v${version}` ? [] : [`The tag ${tag} is not v and the version of package.json, ${version}.`]),
    ...(newest?.name === version
      ? []
      : [`The newest release of CHANGELOG.md is ${newest?.name ?? "none"}, not ${version}.`]),
    ...(newest && !/^ - \d{4}-\d{2}-\d{2}$/.test(newest.rest) ? [`${newest.name} has no date in CHANGELOG.md.`] : []),
    ...(newest && text.trim() === "" ? [`CHANGELOG.md says nothing about ${newest.name}.`] : []),
    // Without it the pictures and links of the README would lead nowhere in the galleries.
    ...(repository ? [] : ["package.json names no repository."]),
  ];
}
