/**
 * Maps as Promise.all does, with a limited number under way at once, begun in their order. Once one rejects, no more are
 * begun.
 */
export async function mapAtMost<T, R>(
  atOnce: number,
  all: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const left = [...all.entries()];
  const results = new Map<number, R>();
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [place, one] = next;
      try {
        results.set(place, await work(one));
      } catch (error) {
        left.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, lane));
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result);
}
