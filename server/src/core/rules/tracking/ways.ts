/** How packets come to a table, in words and as places to click. */
import { stateList, stateWords } from '../../conntrack/state-words';
import type { Arrival, Pipeline, TableTraffic } from '../../model/tracking/pipeline';
import type { RelatedPlace } from '../file-rule';

/** Nobody clicks through more. */
const mostPlaces = 6;

/** "untracked", "+trk+new or +trk+est": in which states packets come to a table. */
export function arrivingStates({ states }: TableTraffic): string {
  return stateList(states, 'or');
}

/** One sentence on how they get there. */
export function wayIn(traffic: TableTraffic, pipeline: Pipeline): string {
  const { arrivals, number } = traffic;
  const entered = arrivals.some(({ by }) => by === undefined);
  const jumps = arrivals.flatMap(({ by }) => (by ? [by] : []));
  if (jumps.length === 0) {
    return 'Packets enter the switch there, and have not been through the connection tracker.';
  }
  const [first] = jumps;
  const from = first!.flow?.facts.table;
  const source = from === undefined ? `line ${first!.line + 1}` : `table ${from}, line ${first!.line + 1}`;
  const others = pipeline.tables.get(number)!.ways.length - 1;
  return `They come from ${source}${others > 0 ? ` and ${others === 1 ? 'one other flow' : `${others} other flows`}` : ''}${entered ? ', or enter the switch there' : ''}.`;
}

/** The ways in, each with the states that it brings, and before them how packets got that far. */
export function placesOnTheWay(traffic: TableTraffic): RelatedPlace[] {
  const places: RelatedPlace[] = [];
  const seen = new Set<string>();
  for (const arrival of traffic.arrivals) {
    for (const place of pathTo(arrival)) {
      const key = `${place.line}:${place.span.start}`;
      if (!seen.has(key) && places.length < mostPlaces) {
        seen.add(key);
        places.push(place);
      }
    }
  }
  return places;
}

/** The jumps that led to an arrival, the last one first. */
export function pathTo(arrival: Arrival): RelatedPlace[] {
  const places: RelatedPlace[] = [];
  for (let at: Arrival | undefined = arrival; at?.by && places.length < mostPlaces; at = at.by.from) {
    const { line, exit } = at.by;
    const words = stateWords(at.states).join(', ');
    places.push({
      line,
      span: exit.span,
      message: `${exit.kind === 'ct' ? 'Comes back from the tracker to' : 'Goes to'} table ${at.table}: ${words}`,
    });
  }
  return places;
}
