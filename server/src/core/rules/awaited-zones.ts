/** Zones whose connections the file waits for: without that, nobody minds that they are never established. */
import { noStates, type StateSet, statesWith } from '../conntrack/state-set';
import { flagBit } from '../facts/connection-state';
import type { Pipeline } from '../model/tracking/pipeline';

const established = statesWith(flagBit('est'));

/** The zones in which packets are tracked that come to a table where a flow asks for established connections. */
export function awaitedZones({ section, tables }: Pipeline): Set<string> {
  const zones = new Set<string>();
  for (const { number, groups } of section.tables.values()) {
    const arrivals = tables.get(number)?.arrivals ?? [];
    const asks = groups.all.some(
      ({ traits: { accepted, states } }) => accepted && states !== noStates && isWithin(states, established),
    );
    for (const { origin, states } of asks ? arrivals : []) {
      if ((states & established) !== noStates) {
        zones.add(origin.zone);
      }
    }
  }
  return zones;
}

function isWithin(states: StateSet, others: StateSet): boolean {
  return (states & ~others) === noStates;
}
