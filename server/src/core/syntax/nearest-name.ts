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
  const search = new SlipSearch(lower);
  let nearest: Name[] = [];
  let fewest = lower.length > 4 ? 2 : 1;
  for (const name of names) {
    const slips = search.slipsTo(name.name, fewest);
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

/** Measures how far names are from a word. One for a whole search, which goes through hundreds of names. */
class SlipSearch {
  readonly #word: string;
  #beforeLast: number[] = [];
  #last: number[] = [];
  #current: number[] = [];

  constructor(word: string) {
    this.#word = word;
  }

  /** The optimal string alignment distance of the word and a name, or `most + 1` when it is larger than `most`. */
  slipsTo(name: string, most: number): number {
    const word = this.#word;
    if (Math.abs(word.length - name.length) > most) {
      return most + 1;
    }
    for (let column = 0; column <= name.length; column++) {
      this.#last[column] = column;
    }
    let fewestBefore = 0;
    for (let row = 1; row <= word.length; row++) {
      const fewest = this.#nextRow(row, name);
      // A swap reaches back two rows, nothing else further than one.
      if (Math.min(fewest, fewestBefore) > most) {
        return most + 1;
      }
      fewestBefore = fewest;
    }
    return Math.min(this.#last[name.length]!, most + 1);
  }

  /** Works out the distances of the first `row` letters of the word, and gives the smallest of them. */
  #nextRow(row: number, name: string): number {
    const [beforeLast, last, current] = [this.#beforeLast, this.#last, this.#current];
    const letter = this.#word[row - 1];
    const letterBefore = this.#word[row - 2];
    let fewest = row;
    current[0] = row;
    for (let column = 1; column <= name.length; column++) {
      const same = letter === name[column - 1];
      let slips = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && letter === name[column - 2] && letterBefore === name[column - 1]) {
        slips = Math.min(slips, beforeLast[column - 2]! + 1);
      }
      current[column] = slips;
      fewest = Math.min(fewest, slips);
    }
    [this.#beforeLast, this.#last, this.#current] = [last, current, beforeLast];
    return fewest;
  }
}

const none: readonly string[] = [];

/** The same slip is often made on many lines: so many words are remembered with what was found for them, by list of names. */
const mostRemembered = 200;

const remembered = new WeakMap<readonly string[], Map<string, string | undefined>>();

/** The one name that a misspelt word most likely stands for; undefined when none is near, or several are. */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  let known = remembered.get(names);
  if (!known || known.size >= mostRemembered) {
    known = new Map();
    remembered.set(names, known);
  }
  if (!known.has(word)) {
    const near = nearestNames(
      word,
      names.map((name) => ({ name, synonyms: none })),
    );
    known.set(word, near.length === 1 ? near[0]!.name : undefined);
  }
  return known.get(word);
}
