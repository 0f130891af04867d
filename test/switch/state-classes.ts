/** States of connections that stand for all: of those that no match of a pipeline tells apart, one is enough. */
import { legalStates } from '../../server/src/core/conntrack/states';
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import type { InstalledFlow } from './installed-flow';

/**
 * One state of each class of tracked states, in the form that `ofproto/trace` takes, such as `est,trk`. That the switch
 * takes just these states for possible is tested beside the switch.
 */
export function representativeStates(flows: readonly InstalledFlow[]): string[] {
  const matches = flows.flatMap(({ match }) => match.flatMap((item) => readStateMatch(item) ?? []));
  const classes = new Map<string, number>();
  for (const state of legalStates.filter((each) => each !== 0)) {
    const key = matches.map(({ value, mask }) => ((state & mask) === value ? '1' : '0')).join('');
    if (!classes.has(key)) {
      classes.set(key, state);
    }
  }
  return [...classes.values()].map(namesOf);
}

/** Whether a packet can be in a state that both matches cover. The switch compares bits, possible or not. */
export function shareStates(one: readonly string[], other: readonly string[]): boolean {
  const matches = [...one, ...other].flatMap((item) => readStateMatch(item) ?? []);
  return legalStates.some((state) => matches.every(({ value, mask }) => (state & mask) === value));
}

function namesOf(state: number): string {
  return connectionStateFlags
    .filter(({ bit }) => state & bit)
    .map(({ name }) => name)
    .join();
}

/** As the switch prints it: `ct_state=+new-est+trk`, or exact, `ct_state=new|trk`. */
function readStateMatch(item: string): { value: number; mask: number } | undefined {
  const text = /^ct_state=(.*)$/.exec(item)?.[1];
  if (text === undefined) {
    return undefined;
  }
  const isExact = !/[+-]/.test(text);
  let value = 0;
  let mask = isExact ? 0xff : 0;
  for (const [, sign, name] of text.matchAll(/([+-]?)(\w+)/g)) {
    const bit = connectionStateFlags.find((flag) => flag.name === name)?.bit ?? 0;
    mask |= bit;
    value |= sign === '-' ? 0 : bit;
  }
  return { value, mask };
}
