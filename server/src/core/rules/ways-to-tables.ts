/** How packets come to a table, in words and as places to click. */

import { joined } from '../conntrack/description';
import { type StateSet, tracked } from '../conntrack/state-set';
import { stateWords } from '../conntrack/state-words';
import type { Exit, Way } from '../model/tracking/exit';
import type { Arrival, TableTraffic } from '../model/tracking/pipeline';
import type { RelatedPlace } from './file-rule';

/** Nobody clicks through more. */
const mostPlaces = 6;

/** Nobody reads more states in a sentence. */
const mostWords = 4;

/** `+trk+new or +trk+inv`; of many the first. */
export function statesInWords(states: StateSet): string {
  return firstJoined(stateWords(states));
}

/** The same of words that are chosen already. */
export function firstJoined(words: readonly string[], conjunction: 'and' | 'or' = 'or'): string {
  return words.length > mostWords
    ? `${words.slice(0, mostWords).join(', ')} and others`
    : joined(words, conjunction);
}

/** Whether no packet that gets to the table has been through the tracker. */
export function isUntrackedOnly({ states }: TableTraffic): boolean {
  return (states & tracked) === 0n;
}

/** `line 4 in table 1`, `line 4 and 2 other lines`; undefined where packets only enter the switch there. */
export function sourceOf({ arrivals, ways }: TableTraffic): string | undefined {
  const first = arrivals.find(({ by }) => by !== undefined)?.by?.way;
  if (!first) {
    return undefined;
  }
  const others = ways.lines - 1;
  const table = first.flow?.facts.table;
  const where = table === undefined || others > 0 ? '' : ` in table ${table}`;
  const more = others === 0 ? '' : others === 1 ? ' and another line' : ` and ${others} other lines`;
  return `line ${first.line + 1}${where}${more}`;
}

/** The ways in, each with the states that it brings, and before them how packets got that far. */
export function placesOnTheWay({ arrivals, ways }: TableTraffic): RelatedPlace[] {
  const places = new Map<string, RelatedPlace>();
  const add = (place: RelatedPlace) => {
    const key = `${place.line}:${place.span.start}`;
    if (!places.has(key) && places.size < mostPlaces) {
      places.set(key, place);
    }
  };
  for (const arrival of arrivals.slice(0, mostPlaces)) {
    pathTo(arrival).forEach(add);
  }
  for (const { line, place } of ways.first(mostPlaces)) {
    add({ line, span: place.span, message: goesTo(place) });
  }
  return [...places.values()];
}

/** The jumps that led to an arrival, the last one first. */
export function pathTo(arrival: Arrival): RelatedPlace[] {
  const places: RelatedPlace[] = [];
  for (let at: Arrival | undefined = arrival; at?.by && places.length < mostPlaces; at = at.by.from) {
    const { line, place } = at.by.way;
    places.push({ line, span: place.span, message: `${goesTo(place)}, ${statesInWords(at.states)}` });
  }
  return places;
}

/** The steps of a way, the first one first. */
export function placesAlong(path: readonly Way[]): RelatedPlace[] {
  return path
    .slice(0, mostPlaces)
    .map(({ line, place }) => ({ line, span: place.span, message: goesTo(place) }));
}

function goesTo({ kind, table }: Exit): string {
  return kind === 'ct' ? `From the tracker to table ${table}` : `From here to table ${table}`;
}
