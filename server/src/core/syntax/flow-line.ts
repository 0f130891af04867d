import { commandsWithoutActions, flowCommands } from '../facts/commands';
import { groupCommandOf } from '../facts/group-keys';
import { type Bucket, bucketStart, parseBuckets } from './buckets';
import { type Item, parseItems, skipSeparators } from './items';
import { kindOf, type LineKind, skipBlanks, wordAt } from './line-kind';
import type { Span } from './span';

export type { Bucket } from './buckets';
export type { LineKind } from './line-kind';

/** The actions of a flow: the word, and the actions after its `=`. */
export interface ActionsPart {
  /** `actions`, `action`, or whatever stands from there to the `=`: Open vSwitch does not look. */
  readonly word: Span;
  /** Offset of the `=`; undefined when it is missing, which Open vSwitch rejects. */
  readonly equals: number | undefined;
  readonly items: readonly Item[];
}

/** The bands of a meter: the word, and the keys after its `=`. */
export interface BandsPart {
  /** `bands`, `band`, or whatever stands from there to the `=`: Open vSwitch does not look. */
  readonly word: Span;
  /** Offset of the `=`; undefined when it is missing, which Open vSwitch rejects. */
  readonly equals: number | undefined;
  readonly items: readonly Item[];
}

/** One line of a flow file, parsed. It never fails: what makes no sense is kept as it stands. */
export interface FlowLine {
  /** The line without its line end. */
  readonly text: string;
  readonly kind: LineKind;
  /** From `#` to the end of the line. */
  readonly comment: Span | undefined;
  /** `add`, `modify`, `flow delete`, …: the command words before the flow, in order. */
  readonly commands: readonly Span[];
  /** The word in front by which a bundle file tells kinds of lines apart: the first of `commands`, if it is one. */
  readonly bundleWord: Span | undefined;
  /**
   * Match fields, flow keys and protocol words, in the order written; of a group, its keys before the first
   * bucket; of a meter, its keys and flags before the bands.
   */
  readonly match: readonly Item[];
  readonly actions: ActionsPart | undefined;
  /** Of a group: its buckets. */
  readonly buckets: readonly Bucket[];
  /** Of a meter: its bands. */
  readonly bands: BandsPart | undefined;
  /** Whether this is the first half of a flow in a dump that was wrapped: the rest stands on the next line. */
  readonly isWrapped: boolean;
}

/**
 * Parses one line (given without its line end) as `ovs-ofctl` reads a flow file, a file with groups or a
 * bundle; meters, which it reads on its command line only, and what it prints are told apart.
 *
 * Source: lib/ofp-flow.c (parse_ofp_str__), lib/ofp-parse.c (ofp_extract_actions), lib/ofp-bundle.c,
 * lib/ofp-group.c, lib/ofp-meter.c, lib/dynamic-string.c (ds_get_preprocessed_line: `#` starts a comment
 * anywhere, quotes or not).
 */
export function parseFlowLine(text: string): FlowLine {
  const hash = text.indexOf('#');
  const end = hash < 0 ? text.length : hash;
  const comment = hash < 0 ? undefined : { start: hash, end: text.length };
  const empty = {
    text,
    comment,
    commands: [],
    bundleWord: undefined,
    match: [],
    actions: undefined,
    buckets: [],
    bands: undefined,
    isWrapped: false,
  };
  if (skipSeparators(text, 0, end) === end) {
    return { ...empty, kind: comment ? 'comment' : 'blank' };
  }
  const start = skipBlanks(text, 0, end);
  const { kind, bundleWord } = kindOf(text, start, end);
  const from = bundleWord ? skipBlanks(text, bundleWord.end, end) : start;
  switch (kind) {
    case 'header':
    case 'output':
      return { ...empty, kind };
    case 'meter':
      return { ...empty, kind, ...parseMeter(text, start, end) };
    case 'group':
      return { ...empty, kind, bundleWord, ...parseGroup(text, from, end, bundleWord) };
    case 'packet-out':
      return {
        ...empty,
        kind,
        bundleWord,
        commands: bundleWord ? [bundleWord] : [],
        ...parseMatchAndActions(text, bundleWord?.end ?? start, end, true),
      };
    case 'flow': {
      const commands = commandsAt(text, from, end, bundleWord, commandOf);
      const parts = parseMatchAndActions(
        text,
        commands.at(-1)?.end ?? start,
        end,
        takesActions(text, commands.at(-1)),
      );
      const isWrapped = parts.actions === undefined && commands.length === 0 && isStatistics(text);
      return { ...empty, kind, bundleWord, commands, ...parts, isWrapped };
    }
  }
}

function parseMatchAndActions(
  text: string,
  start: number,
  end: number,
  takes: boolean,
): Pick<FlowLine, 'match' | 'actions'> {
  const actionsStart = takes ? indexBefore(text, 'action', start, end) : -1;
  return {
    match: parseItems(text, start, actionsStart < 0 ? end : actionsStart),
    actions: actionsStart < 0 ? undefined : parseAssigned(text, actionsStart, end),
  };
}

function parseGroup(
  text: string,
  start: number,
  end: number,
  bundleWord: Span | undefined,
): Pick<FlowLine, 'commands' | 'match' | 'buckets'> {
  const commands = commandsAt(text, start, end, bundleWord, groupCommandOf);
  const from = commands.at(-1)?.end ?? start;
  const first = indexBefore(text, bucketStart, from, end);
  return {
    commands,
    match: parseItems(text, from, first < 0 ? end : first),
    buckets: first < 0 ? [] : parseBuckets(text, first, end),
  };
}

/** Open vSwitch takes the first `band`, wherever it stands, for the start of the bands. */
function parseMeter(text: string, start: number, end: number): Pick<FlowLine, 'match' | 'bands'> {
  const first = indexBefore(text, 'band', start, end);
  return {
    match: parseItems(text, start, first < 0 ? end : first),
    bands: first < 0 ? undefined : parseAssigned(text, first, end),
  };
}

/** A word, an `=`, and items behind it. */
function parseAssigned(text: string, start: number, end: number): ActionsPart {
  const equals = indexBefore(text, '=', start, end);
  if (equals < 0) {
    return { word: { start, end }, equals: undefined, items: [] };
  }
  return { word: { start, end: equals }, equals, items: parseItems(text, equals + 1, end) };
}

function commandsAt(
  text: string,
  start: number,
  end: number,
  bundleWord: Span | undefined,
  meaning: (word: string) => string | undefined,
): Span[] {
  const word = wordAt(text, start, end);
  const command = meaning(text.slice(word.start, word.end)) === undefined ? [] : [word];
  return bundleWord ? [bundleWord, ...command] : command;
}

/** The command that a word stands for: any leading part of a command will do. */
export function commandOf(word: string): string | undefined {
  return word === '' ? undefined : flowCommands.find((command) => command.startsWith(word));
}

function takesActions(text: string, command: Span | undefined): boolean {
  if (command === undefined) {
    return true;
  }
  const full = commandOf(text.slice(command.start, command.end));
  return full === undefined || !commandsWithoutActions.has(full);
}

function isStatistics(text: string): boolean {
  return text.includes(' n_packets=') && text.includes(' duration=');
}

function indexBefore(text: string, part: string, from: number, end: number): number {
  const index = text.indexOf(part, from);
  return index >= 0 && index + part.length <= end ? index : -1;
}
