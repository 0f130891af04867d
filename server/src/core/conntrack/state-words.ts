/** Sets of connection states in few words: `+trk+new`, `untracked`. */
import { connectionStateFlags } from '../facts/connection-state';
import { joined } from './description';
import { noStates, type StateSet, statesIn, statesOf, statesWhere, tracked, untracked } from './state-set';
import { allFlags, flagsOf, type StateMatch, simplified, trackedFlag } from './states';

/** A match, the states it covers, and how it is written. */
interface Wording {
  readonly states: StateSet;
  readonly text: string;
}

/** Of the sets that were put into words last: the same few come again and again. */
const most = new Map<StateSet, readonly string[]>();
const mostKept = 1_000;

/**
 * The fewest matches that together cover exactly these states, each as people write it: the widest first. Packets
 * that have not been through the tracker are `untracked`. Empty for no state at all.
 */
export function stateWords(set: StateSet): readonly string[] {
  let words = most.get(set);
  if (words === undefined) {
    words = greedily(set);
    if (most.size === mostKept) {
      most.clear();
    }
    most.set(set, words);
  }
  return words;
}

/** The same as a list to read: `+trk+new or +trk+inv`. */
export function stateList(set: StateSet, conjunction: 'and' | 'or' = 'or'): string {
  return joined(stateWords(set), conjunction) || 'nothing';
}

/**
 * The states of the set as if the flags of address translation were not told apart: those without them, and with
 * each all that differ in these flags only. The set itself where all its states have such flags.
 */
export function ignoringTranslation(set: StateSet): StateSet {
  const plain = new Set(statesIn(set & statesOf({ value: 0, mask: translationFlags })));
  return plain.size === 0 ? set : statesWhere((state) => plain.has(state & ~translationFlags));
}

const translationFlags = connectionStateFlags
  .filter(({ tellsTranslation }) => tellsTranslation)
  .reduce((bits, { bit }) => bits | bit, 0);

function greedily(set: StateSet): string[] {
  const texts: string[] = [];
  if ((set & untracked) !== noStates) {
    texts.push('untracked');
  }
  let left = set & tracked;
  const fitting = left === noStates ? [] : wordings().filter(({ states }) => (states & ~set) === noStates);
  while (left !== noStates) {
    let best: Wording | undefined;
    let bestGain = 0;
    for (const wording of fitting) {
      const gain = statesIn(wording.states & left).length;
      if (gain > bestGain) {
        best = wording;
        bestGain = gain;
      }
    }
    texts.push(best!.text);
    left &= ~best!.states;
  }
  return texts;
}

/** Filled when it is first needed. */
const known: Wording[] = [];

/** Every set of tracked states that one match covers, in its shortest wording. */
function wordings(): readonly Wording[] {
  if (known.length === 0) {
    known.push(...allWordings());
  }
  return known;
}

function allWordings(): Wording[] {
  const shortest = new Map<StateSet, StateMatch>();
  for (let mask = allFlags; ; mask = (mask - 1) & allFlags) {
    if ((mask & trackedFlag) !== 0) {
      for (let value = mask; value >= trackedFlag; value = (value - 1) & mask) {
        const states = statesOf({ value, mask });
        const before = shortest.get(states);
        if (
          states !== noStates &&
          (value & trackedFlag) !== 0 &&
          (!before || isShorter({ value, mask }, before))
        ) {
          shortest.set(states, { value, mask });
        }
      }
    }
    if (mask === 0) {
      break;
    }
  }
  return [...shortest].map(([states, match]) => ({
    states,
    text: written(simplified(match)),
  }));
}

/** Fewer flags, and of those fewer that are clear. */
function isShorter(one: StateMatch, other: StateMatch): boolean {
  const cost = ({ value, mask }: StateMatch) => flagsOf(mask).length * 10 + flagsOf(mask & ~value).length;
  return cost(one) < cost(other);
}

/** `+trk+rel-new`: the tracked flag first, as people write it, then what is set, then what is not. */
function written({ value, mask }: StateMatch): string {
  const others = flagsOf(mask & ~trackedFlag);
  const set = others.filter(({ bit }) => value & bit).map(({ name }) => `+${name}`);
  const clear = others.filter(({ bit }) => !(value & bit)).map(({ name }) => `-${name}`);
  return ['+trk', ...set, ...clear].join('');
}
