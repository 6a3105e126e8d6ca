/** A source of whole numbers from 0 inclusive to `below` exclusive, the same for the same seed (mulberry32). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Values that programs trip over, in place of whatever was expected. */
const oddValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  2 ** 53,
  1e308,
  0.1,
  "",
  " ",
  "null",
  "\u0000",
  "\ud800",
  "\u202e",
  "__proto__",
  "constructor",
  "[a](command:b)",
  "$(icon)",
  "../../etc/passwd",
  "x".repeat(5_000),
  "a\n".repeat(200),
  [],
  {},
  [[]],
  [null],
  { length: 1e9 },
  { toString: null },
];

/** A JSON value with one to four changes of its structure: values replaced, left out, doubled, moved, nested. */
export function mutateJson(value: unknown, random: (below: number) => number): unknown {
  let mutated = value;
  for (let changes = 1 + random(4); changes > 0; changes -= 1) mutated = mutateOnce(mutated, random);
  return mutated;
}

/** A text with one to four changes of its bytes: some turned, left out, put in, doubled, or the rest cut off. */
export function mutateText(text: string, random: (below: number) => number): string {
  let bytes = Buffer.from(text, "utf8");
  for (let changes = 1 + random(4); changes > 0; changes -= 1) {
    const start = random(bytes.length + 1);
    const end = Math.min(bytes.length, start + 1 + random(16));
    const [before, part, after] = [bytes.subarray(0, start), bytes.subarray(start, end), bytes.subarray(end)];
    const put = [
      () => Buffer.from(Array.from({ length: 1 + random(8) }, () => random(256))),
      () => Buffer.alloc(0),
      () => Buffer.concat([part, part]),
      () => Buffer.from(['"', "\\", "{", "}", "[", "]", ",", ":", "\0", "\r\n", "%", "${", "=", "'"][random(14)] ?? ""),
      () => Buffer.from("1e999"),
    ][random(5)];
    bytes = random(8) === 0 ? before : Buffer.concat([before, put?.() ?? part, after]);
  }
  // As a file or a body is read: what is no UTF-8 becomes a replacement character.
  return bytes.toString("utf8");
}

function mutateOnce(value: unknown, random: (below: number) => number): unknown {
  const isLeaf = typeof value !== "object" || value === null;
  // Down into the structure most of the time, so that deep fields are met as often as the outermost.
  if (isLeaf || random(6) === 0) return replacement(value, random);
  if (Array.isArray(value)) {
    const place = random(value.length + 1);
    switch (random(4)) {
      case 0:
        return [...value.slice(0, place), ...value.slice(place + 1)];
      case 1:
        return [...value.slice(0, place), value[random(value.length)], ...value.slice(place)];
      default:
        return value.map((one, index) => (index === place % value.length ? mutateOnce(one, random) : one));
    }
  }
  const entries = Object.entries(value);
  const place = random(entries.length);
  const [name, inner] = entries[place] ?? ["added", null];
  switch (random(5)) {
    case 0:
      return Object.fromEntries(entries.filter((_, index) => index !== place));
    case 1:
      return { ...value, [`${name}${random(2)}`]: inner };
    case 2: {
      const [, other] = entries[random(entries.length)] ?? [];
      return { ...value, [name]: other };
    }
    default:
      return { ...value, [name]: mutateOnce(inner, random) };
  }
}

function replacement(value: unknown, random: (below: number) => number): unknown {
  switch (random(4)) {
    case 0:
      return typeof value === "string" ? mutateText(value, random) : [value];
    case 1:
      return { value };
    default:
      return oddValues[random(oddValues.length)];
  }
}
