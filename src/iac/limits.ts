/**
 * Bounds for what is read, so that no file, however hostile, holds the extension host for 50 ms. Lengths in UTF-16 units.
 * What a parser does in one go was measured on the densest texts it takes.
 */
export const limits = {
  /** A document; beyond it nothing is read. 20,000 lines of Terraform are about 700,000. */
  document: 1_500_000,
  /** A block of Terraform: 2 µs a unit at worst. */
  piece: 8_000,
  /** One entry of a YAML document: 2.5 µs a unit at worst. */
  yaml: 8_000,
  /** Anchors, aliases and tags in one entry of a YAML document: templates use a handful, bombs need thousands. */
  aliases: 100,
  /** A JSON document, and its brackets, commas and strings: half a microsecond each. */
  whole: 1_000_000,
  marks: 40_000,
  /** A program of Pulumi. */
  program: 300_000,
  /** The beginning of a program, where its imports stand. */
  imports: 20_000,
  /** Tokens of the arguments of one constructor, and of the value of one variable. */
  tokens: 1_000,
  definition: 100,
  /** Brackets within brackets. */
  depth: 100,
  /** Heredocs in a document, and lines that could end one. */
  heredocs: 10_000,
  /** What one document declares, and the ids that stand in it. */
  declarations: 5_000,
  /** Instances of one declaration that are named one by one. */
  instances: 1_000,
  /** Steps from a name to its value, and from a moved address to its last one. */
  steps: 20,
  /** A plan or a state, which are walked in slices. */
  plan: 64_000_000,
  /** Milliseconds of one slice of work, before others get their turn. */
  slice: 10,
} as const;
