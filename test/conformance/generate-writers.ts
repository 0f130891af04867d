/** What the writers of random actions have in common. */
import { matchFields } from '../../server/src/core/facts/match-fields';
import type { Chance } from './chance';
import { type Fitting, number, subfieldOf } from './generate-match';

/** Registers that the judge knows, of all three sizes. */
const registers = matchFields.filter(
  ({ name, since }) => /^x*reg\d+$/.test(name) && since !== undefined && !since.startsWith('3.'),
);

/** What writes an action. It adds to `needs` what the action wants to see in the match. */
export interface Writing {
  readonly chance: Chance;
  readonly needs: string[];
  /** How many actions are around this one. */
  readonly depth: number;
  /** Whether what an action needs can be had in the flow; where it cannot, another is tried. */
  readonly fits: Fitting;
}

export type Writer = (writing: Writing) => string;

/** A writer that needs one of some words in the match. */
export function needing(words: readonly string[], write: Writer): Writer {
  return (writing) => {
    writing.needs.push(writing.chance.pick(words));
    return write(writing);
  };
}

/** `name:number`, the number being mostly in range. */
export function counted(name: string, most: number): Writer {
  return ({ chance }) => {
    const value = chance.percent(95) ? chance.between(0, most) : most + chance.between(1, 9);
    return `${name}:${number(chance, value)}`;
  };
}

/** What is always written alike. */
export const constant =
  (text: string): Writer =>
  () =>
    text;

/** Some of the parts, in any order, in parentheses behind a name. */
export function withSome(name: string, parts: readonly Writer[], least = 0): Writer {
  return (writing) => {
    const { chance } = writing;
    const some = chance.shuffled(parts).slice(0, chance.between(least, parts.length));
    return `${name}(${some.map((part) => part(writing)).join(',')})`;
  };
}

/** Words for packets that actions on IP take. */
export const ip = ['ip', 'ipv6', 'tcp', 'udp6'];
/** A register, or part of one. */
export function register({ chance }: Writing, width?: number): string {
  return subfieldOf(chance.pick(registers), chance, width).text;
}

/** A number, or the part of a register that holds it. */
export function numberOrRegister(most: number, width?: number): Writer {
  return (writing) =>
    writing.chance.percent(70)
      ? number(writing.chance, writing.chance.between(0, most))
      : register(writing, width);
}
