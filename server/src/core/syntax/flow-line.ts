import { bundleWords, commandsWithoutActions, flowCommands } from '../facts/commands';
import { type Item, isSeparator, parseItems } from './items';
import type { Span } from './span';

/** The actions of a flow: the word, and the actions after its `=`. */
export interface ActionsPart {
  /** `actions`, `action`, or whatever stands from there to the `=`: Open vSwitch does not look. */
  readonly word: Span;
  /** Offset of the `=`; undefined when it is missing, which Open vSwitch rejects. */
  readonly equals: number | undefined;
  readonly items: readonly Item[];
}

/** One line of a flow file, parsed. It never fails: what makes no sense is kept as it stands. */
export interface FlowLine {
  /** The line without its line end. */
  readonly text: string;
  /** `header` is a reply header of a dump, such as `NXST_FLOW reply (xid=0x4):`. */
  readonly kind: 'blank' | 'comment' | 'header' | 'flow';
  /** From `#` to the end of the line. */
  readonly comment: Span | undefined;
  /** `add`, `modify`, `flow delete`, …: the command words before the flow, in order. */
  readonly commands: readonly Span[];
  /** Match fields, flow keys and protocol words, in the order written. */
  readonly match: readonly Item[];
  readonly actions: ActionsPart | undefined;
}

const replyHeader = /^[ \t]*(?:NXST|OFPST|OFPT|NXT)_[A-Z0-9_]+ (?:reply|request)\b/;

/**
 * Parses one line (given without its line end) as `ovs-ofctl` reads a flow file.
 *
 * Source: lib/ofp-flow.c (parse_ofp_str__), lib/ofp-parse.c (ofp_extract_actions), lib/dynamic-string.c
 * (ds_get_preprocessed_line: `#` starts a comment anywhere, quotes or not).
 */
export function parseFlowLine(text: string): FlowLine {
  const hash = text.indexOf('#');
  const end = hash < 0 ? text.length : hash;
  const comment = hash < 0 ? undefined : { start: hash, end: text.length };

  const start = skipSeparators(text, 0, end);
  if (start === end) {
    return {
      text,
      kind: comment ? 'comment' : 'blank',
      comment,
      commands: [],
      match: [],
      actions: undefined,
    };
  }
  if (replyHeader.test(text)) {
    return { text, kind: 'header', comment, commands: [], match: [], actions: undefined };
  }

  const commands = parseCommands(text, start, end);
  const last = commands[commands.length - 1];
  const matchStart = last ? last.end : start;
  const actionsStart = takesActions(text, last) ? indexBefore(text, 'action', matchStart, end) : -1;
  return {
    text,
    kind: 'flow',
    comment,
    commands,
    match: parseItems(text, matchStart, actionsStart < 0 ? end : actionsStart),
    actions: actionsStart < 0 ? undefined : parseActions(text, actionsStart, end),
  };
}

function parseActions(text: string, start: number, end: number): ActionsPart {
  const equals = indexBefore(text, '=', start, end);
  if (equals < 0) {
    return { word: { start, end }, equals: undefined, items: [] };
  }
  return { word: { start, end: equals }, equals, items: parseItems(text, equals + 1, end) };
}

function parseCommands(text: string, start: number, end: number): Span[] {
  const commands: Span[] = [];
  let word = wordAt(text, start, end);
  if (bundleWords.includes(text.slice(word.start, word.end))) {
    commands.push(word);
    word = wordAt(text, skipSeparators(text, word.end, end), end);
  }
  if (commandOf(text.slice(word.start, word.end)) !== undefined) {
    commands.push(word);
  }
  return commands;
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

function wordAt(text: string, start: number, limit: number): Span {
  let end = start;
  while (end < limit && !isSeparator(text.charCodeAt(end))) {
    end++;
  }
  return { start, end };
}

function indexBefore(text: string, part: string, from: number, end: number): number {
  const index = text.indexOf(part, from);
  return index >= 0 && index + part.length <= end ? index : -1;
}

function skipSeparators(text: string, from: number, end: number): number {
  let position = from;
  while (position < end && isSeparator(text.charCodeAt(position))) {
    position++;
  }
  return position;
}
