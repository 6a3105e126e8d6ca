/**
 * How a document is read: `yaml` and `json` are ROS templates, Pulumi projects, or neither; `code` is a program of Pulumi;
 * in all of them, and in any other text, literal ids are found.
 */
export type Format = "hcl" | "terraformJson" | "yaml" | "json" | "typescript" | "python" | "text";

const byEnding: readonly (readonly [ending: RegExp, format: Format])[] = [
  [/\.(?:tf|tofu)\.json$/, "terraformJson"],
  [/\.(?:tf|tofu)$/, "hcl"],
  [/\.ya?ml$/, "yaml"],
  [/\.(?:json|jsonc|tfstate|template)$/, "json"],
  [/\.[cm]?[jt]sx?$/, "typescript"],
  [/\.py$/, "python"],
];

const byLanguage: Readonly<Record<string, Format>> = {
  terraform: "hcl",
  opentofu: "hcl",
  hcl: "hcl",
  yaml: "yaml",
  "ros-template-yaml": "yaml",
  json: "json",
  jsonc: "json",
  "ros-template-json": "json",
  typescript: "typescript",
  javascript: "typescript",
  python: "python",
};

/** By the ending of the path first, because language ids exist only where some extension declares them. */
export function formatOf(path: string, languageId = ""): Format {
  const known = byEnding.find(([ending]) => ending.test(path))?.[1];
  return known ?? (Object.hasOwn(byLanguage, languageId) ? byLanguage[languageId] : undefined) ?? "text";
}
