/**
 * What the command line chooses of something, as `--name one,other`: all of it where it does not say. Throws for what
 * there is not.
 */
export function choiceOf<Choice extends string>(name: string, all: readonly Choice[]): readonly Choice[] {
  const place = process.argv.indexOf(`--${name}`);
  if (place < 0) return all;
  return (process.argv[place + 1] ?? "").split(",").map((text) => {
    const choice = all.find((one) => one === text);
    if (!choice) throw new Error(`--${name} is one of ${all.join(", ")}, not ${text}`);
    return choice;
  });
}
