/** What a row of the table of actions says to people, and what a row may leave out. */

/** A word that an argument can be. */
export interface ArgumentWord {
  readonly name: string;
  /** In words that follow the name and a colon. */
  readonly meaning: string;
}

/** One argument of an action. */
export interface ArgumentHelp {
  /** As it is written, or, for an argument that has only a place, what manuals call it: `PORT`. */
  readonly name: string;
  /** `flag`: the name alone; `value`: `name=value`, or the value in its place; `nested`: `name(…)`. */
  readonly form: 'flag' | 'value' | 'nested';
  /** Known by its place in the list, not by its name. */
  readonly positional?: true;
  /** What it is for, in plain sentences. */
  readonly meaning: string;
  /** The argument alone, as it can be written. */
  readonly example: string;
  /** What it can be, where that is a list of words. */
  readonly words?: readonly ArgumentWord[];
  /** The arguments of a nested one. */
  readonly arguments?: readonly ArgumentHelp[];
  /** The release of Open vSwitch that brought it, where the action is older. */
  readonly since?: string;
}

/** One action. */
export interface ActionHelp {
  readonly name: string;
  /** Other names that mean the same. */
  readonly aliases: readonly string[];
  /** How it is written; what stands in capitals is to be replaced. */
  readonly forms: readonly string[];
  /** What it does with the packet, in one or two plain sentences. */
  readonly meaning: string;
  readonly arguments: readonly ArgumentHelp[];
  /** The match field whose values its argument is one of. */
  readonly field?: string;
  /** What the flow has to match, in words that follow "needs". */
  readonly needs?: string;
  /** What to know before using it, in plain sentences. */
  readonly note?: string;
  /** The release of Open vSwitch that brought it; undefined when it was there from the start. */
  readonly since?: string;
  /** Versions of OpenFlow that have it, or have it otherwise, as a phrase; undefined when all have it alike. */
  readonly openflow?: string;
  /** The action alone, as it can be written. */
  readonly example: string;
}

type Row = Pick<ActionHelp, 'name' | 'forms' | 'meaning' | 'example'> & Partial<ActionHelp>;

/** A whole row from one that leaves out what is usual. */
export function defineAction(row: Row): ActionHelp {
  return { aliases: [], arguments: [], ...row };
}

type Details = Partial<Pick<ArgumentHelp, 'words' | 'arguments' | 'since' | 'form'>>;

/** `name` alone. */
export function flag(name: string, meaning: string, details: Details = {}): ArgumentHelp {
  return { name, form: 'flag', meaning, example: name, ...details };
}

/** `name=value`. */
export function named(name: string, meaning: string, example: string, details: Details = {}): ArgumentHelp {
  return { name, form: 'value', meaning, example, ...details };
}

/** A value known by its place. */
export function placed(name: string, meaning: string, example: string, details: Details = {}): ArgumentHelp {
  return { name, form: 'value', positional: true, meaning, example, ...details };
}

/** `name(…)`. */
export function nested(name: string, meaning: string, example: string, details: Details = {}): ArgumentHelp {
  return { name, form: 'nested', meaning, example, ...details };
}

/** The usual prerequisites. */
export const needsIp = '`ip` or `ipv6`';
export const needsVlan = 'a VLAN tag in the match, or an action before it that adds one';
export const needsMpls = '`mpls` or `mplsm` in the match, or `push_mpls` before it';
export const needsPorts = '`tcp`, `udp` or `sctp` (or their IPv6 forms)';
