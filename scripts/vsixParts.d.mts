export function vsixParts(zip: Buffer): readonly {
  readonly part: string;
  readonly files: number;
  readonly bytes: number;
}[];
