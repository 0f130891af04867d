/**
 * The names that a misspelt word most likely stands for, best first: a known synonym or another case of a
 * name alone, else all names within the smallest number of slips (a letter wrong, missing, added, or two
 * swapped). Empty when nothing is near.
 */
export function nearestNames<Name extends { readonly name: string; readonly synonyms: readonly string[] }>(
  word: string,
  names: readonly Name[],
): Name[] {
  const lower = word.toLowerCase();
  const meant = names.find((name) => name.name === lower || name.synonyms.includes(lower));
  if (meant) {
    return [meant];
  }
  let nearest: Name[] = [];
  let fewest = lower.length > 4 ? 2 : 1;
  for (const name of names) {
    const slips = slipsBetween(lower, name.name, fewest);
    if (slips < fewest) {
      nearest = [];
      fewest = slips;
    }
    if (slips === fewest) {
      nearest.push(name);
    }
  }
  return nearest;
}

/** The optimal string alignment distance of two words, or `most + 1` when it is larger than `most`. */
function slipsBetween(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) {
    return most + 1;
  }
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let slips = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) {
        slips = Math.min(slips, beforeLast[column - 2]! + 1);
      }
      current.push(slips);
    }
    beforeLast = last;
    last = current;
  }
  return Math.min(last[right.length]!, most + 1);
}

/** The one name that a misspelt word most likely stands for; undefined when none is near, or several are. */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  const near = nearestNames(
    word,
    names.map((name) => ({ name, synonyms: [] })),
  );
  return near.length === 1 ? near[0]!.name : undefined;
}
