/** Lists that are in order, and lists by a key. */

/** How many entries of an ascending list are below a number. `numberOf` gives that of an entry. */
export function countBelow<Entry>(
  list: readonly Entry[],
  number: number,
  numberOf: (entry: Entry) => number,
): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numberOf(list[middle]!) < number) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The last entry of an ascending list that is not above a number; undefined where all are. */
export function lastUpTo<Entry>(
  list: readonly Entry[],
  number: number,
  numberOf: (entry: Entry) => number,
): Entry | undefined {
  return list[countBelow(list, number + 1, numberOf) - 1];
}

/** Appends to the list of the key. */
export function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) {
    list.push(value);
  } else {
    map.set(key, [value]);
  }
}

/** Tells what is on a list; what that takes is only made once somebody asks. */
export function isAmong<Each>(list: readonly Each[]): (each: Each) => boolean {
  let all: Set<Each> | undefined;
  return (each) => {
    all ??= new Set(list);
    return all.has(each);
  };
}

/** The first of those with each key. */
export function onePerKey<Each>(list: readonly Each[], keyOf: (each: Each) => string): readonly Each[] {
  if (list.length < 2) {
    return list;
  }
  const found = new Map<string, Each>();
  for (const each of list) {
    const key = keyOf(each);
    if (!found.has(key)) {
      found.set(key, each);
    }
  }
  return [...found.values()];
}
