/**
 * What `delete` and `modify` do that their line does not say. They act on every flow whose match is as narrow
 * as theirs or narrower, so whatever a match loses makes them act on more.
 * Source: ovs-ofctl(8), del-flows and mod-flows; lib/ofp-flow.c, parse_ofp_str__.
 */
import type { FlowCommand } from '../facts/flow-keys';
import { excerpt } from '../syntax/excerpt';
import { commandOf, type FlowLine } from '../syntax/flow-line';
import type { Span } from '../syntax/span';
import { noteAbbreviatedWords } from './abbreviated-words';
import { type FlowKeys, noTable } from './keys';
import { type InstalledMatch, lostTerms } from './lost';
import type { Match } from './match';
import type { MatchTerm } from './match-term';
import type { Problems } from './problem';

/** What of an evaluation is looked at. */
export interface CommandedFlow extends InstalledMatch {
  readonly command: FlowCommand;
  readonly keys: FlowKeys;
}

/** Reports what is dangerous about the command of a flow; nothing for flows that are added or rejected. */
export function noteCommandHazards(line: FlowLine, flow: CommandedFlow, problems: Problems): void {
  noteAbbreviatedWords(line, problems);
  const span = line.commands.at(-1);
  // What a name stands for is not known, so neither is what the command leaves alone.
  if (flow.command === 'add' || !flow.installed || !span || problems.usesNames) {
    return;
  }
  const { keys, installed, command } = flow;
  const lost = lostTerms(flow);
  const isStrict = command.endsWith('_strict');
  if (isStrict ? lost.length > 0 : matchesAll(installed) && !isNarrowed(keys)) {
    noteEverything(line, span, flow, lost, problems);
  } else if (lost.length > 0) {
    const names = namesOf(line, lost);
    problems.note(
      'flow/deletes-everything',
      span,
      `This ${verb(command)} more flows than it says: ${names} ${lost.length > 1 ? 'are' : 'is'} lost before the switch sees it, and all flows that the rest of the match covers are meant.`,
      { related: related(lost) },
    );
  }
}

function noteEverything(
  line: FlowLine,
  span: Span,
  flow: CommandedFlow,
  lost: readonly MatchTerm[],
  problems: Problems,
): void {
  const { command, keys, terms } = flow;
  const where = keys.table === noTable ? 'every table' : `table ${keys.table}`;
  const what = `This ${verb(command)} every flow of ${where}`;
  const note = (message: string) =>
    problems.note('flow/deletes-everything', span, message, { related: related(lost) });
  if (command.endsWith('_strict')) {
    note(
      `This ${verb(command)} another flow than it says: ${namesOf(line, lost)} ${lost.length > 1 ? 'are' : 'is'} lost before the switch sees it, and the flow whose match is exactly the rest is meant.`,
    );
  } else if (lost.length > 0) {
    note(`${what}: ${namesOf(line, lost)} ${lost.length > 1 ? 'are' : 'is'} lost before the switch sees it.`);
  } else if (terms.some(asksForNothing(line))) {
    const empty = terms.filter(asksForNothing(line));
    note(`${what}: ${namesOf(line, empty)} ${empty.length > 1 ? 'narrow' : 'narrows'} down nothing.`);
  } else if (isCutShort(line, span)) {
    note(`${what}: ${line.text.slice(span.start, span.end)} is ${command}, and there is no match.`);
  } else if (keys.table === noTable) {
    problems.note(
      'flow/acts-on-all',
      span,
      `${what}, because there is no match. Nothing is wrong with that if it is meant.`,
    );
  }
}

function verb(command: FlowCommand): string {
  return command.startsWith('delete') ? 'deletes' : 'changes the actions of';
}

function related(terms: readonly MatchTerm[]) {
  return terms.map(({ item, key }) => ({
    span: { start: item.keyStart, end: item.end },
    message: `${key} does not reach the switch.`,
  }));
}

/** The items as written, the first few of them. */
function namesOf({ text }: FlowLine, terms: readonly MatchTerm[]): string {
  const names = terms.slice(0, 3).map(({ item }) => excerpt(text, { start: item.keyStart, end: item.end }));
  return terms.length > 3 ? `${names.join(', ')} and more` : names.join(' and ');
}

/** Whether an item looks as if it chose flows and does not; a plain `*` says openly that it does not. */
function asksForNothing({ text }: FlowLine): (term: MatchTerm) => boolean {
  return ({ item, kind, key, value }) => {
    const written = text.slice(item.valueStart, item.valueEnd);
    return kind === 'key'
      ? key === 'table'
        ? Number(written) === noTable
        : choosingKeys.has(key) && (key !== 'cookie' || written.includes('/'))
      : value?.mask === 0n && written !== '*';
  };
}

/** Keys that choose flows, where they do not name any. */
const choosingKeys: ReadonlySet<string> = new Set(['cookie', 'out_port', 'out_group']);

function isCutShort({ text }: FlowLine, { start, end }: Span): boolean {
  const word = text.slice(start, end);
  return commandOf(word) !== word;
}

function matchesAll(match: Match): boolean {
  const asks = [...match.slots].some(([slot, { mask }]) => mask !== 0n && slot !== 'packet_type');
  return !asks && match.tunnelOptions.size === 0;
}

const anyPort = 0xffff;

/** Whether other keys than the table choose flows. */
function isNarrowed({ cookieMatch, outPort, outGroup }: FlowKeys): boolean {
  return (
    (cookieMatch !== undefined && cookieMatch.mask !== 0n) ||
    (outPort !== undefined && outPort !== anyPort) ||
    outGroup !== undefined
  );
}
