import { fieldOfAnyName } from '../facts/match-fields';
import { printedPlace } from '../facts/printed-order';
import { protocolWord } from '../facts/protocol-words';
import { type Item, keyText } from '../syntax/items';

/**
 * The items of a match in the order in which Open vSwitch prints them: `cookie`, `table`, timeouts and flags,
 * `priority`, then the fields. Items that write the same thing keep the order among themselves, because the
 * last one counts: `ct_state` given twice, `reg0` beside `xreg0`, `dl_vlan` beside `vlan_tci`. They stay
 * together, at the place of the first. Undefined where an item is none that Open vSwitch knows.
 */
export function inPrintedOrder(text: string, items: readonly Item[]): Item[] | undefined {
  const keys = items.map((item) => keyText(text, item));
  const places = keys.map(printedPlace);
  if (places.includes(undefined)) {
    return undefined;
  }
  const firsts = firstOfEach(keys);
  const order = items.map((_, index) => index);
  order.sort(
    (left, right) =>
      places[firsts[left]!]! - places[firsts[right]!]! || firsts[left]! - firsts[right]! || left - right,
  );
  return order.map((index) => items[index]!);
}

/** For each key the index of the first one that it shares something with, be it by way of others. */
function firstOfEach(keys: readonly string[]): number[] {
  const firsts = keys.map((_, index) => index);
  const find = (index: number): number => {
    let first = index;
    while (firsts[first] !== first) {
      firsts[first] = firsts[firsts[first]!]!;
      first = firsts[first]!;
    }
    return first;
  };
  const writers = new Map<string, number>();
  for (const [index, key] of keys.entries()) {
    for (const slot of slotsWrittenBy(key)) {
      const writer = writers.get(slot);
      if (writer === undefined) {
        writers.set(slot, index);
      } else {
        const [low, high] = [find(writer), find(index)].sort((left, right) => left - right);
        firsts[high!] = low!;
      }
    }
  }
  return keys.map((_, index) => find(index));
}

/** What of a flow an item with this key writes: places of the match, or the key itself. */
function slotsWrittenBy(key: string): string[] {
  const word = protocolWord(key);
  if (word) {
    return word.ipProtocol === undefined ? ['dl_type'] : ['dl_type', 'nw_proto'];
  }
  const bracket = key.indexOf('[');
  const name = key === 'eth' ? 'packet_type' : bracket < 0 ? key : key.slice(0, bracket);
  return fieldOfAnyName(name)?.storage.map(({ slot }) => slot) ?? [key];
}
