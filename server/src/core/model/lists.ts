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
