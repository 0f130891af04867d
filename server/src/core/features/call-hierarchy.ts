/** Which tables lead to which: packets jump from table to table, flows are learned into tables, groups are in between. */
import { sectionAt } from '../model/flow-file';
import { likeMentions, linesLike } from '../model/like-mentions';
import type { LineFacts } from '../model/line-facts';
import type { Mention } from '../model/mentions';
import type { Span } from '../syntax/span';
import { type FileWithText, ownTableJumps, placeAt } from './references';
import { titleAbove } from './table-ranges';

/** A table or a group; or a line that is neither, such as a packet-out, by its number from 0. */
export interface Stop {
  readonly what: 'table' | 'group' | 'line';
  readonly number: number;
}

/** A stop with a place to go to. */
export interface HierarchyItem extends Stop {
  readonly name: string;
  readonly detail: string;
  /** From 0. */
  readonly line: number;
  readonly span: Span;
}

/** The ways between two stops. */
export interface Call {
  readonly item: HierarchyItem;
  /** The numbers in the actions that lead there. */
  readonly places: readonly { readonly line: number; readonly span: Span }[];
}

/** The stop at a place: the table or group that is named there, else that of the line. */
export function hierarchyAt(
  document: FileWithText,
  line: number,
  character: number,
): HierarchyItem | undefined {
  const { file } = document;
  const place = placeAt(document, line, character);
  if (place && (place.thing.what === 'table' || place.thing.what === 'group')) {
    return itemOf(document, { what: place.thing.what, number: Number(place.thing.number) }, place);
  }
  const facts = file.lines[line];
  const stop = facts && (facts.flow || facts.group) ? stopOf(facts, line) : undefined;
  return stop && itemOf(document, stop, { line, span: facts?.flow?.span ?? nowhere });
}

/** From where packets come. `line` is in the section of the file that is meant. */
export function incomingCalls(document: FileWithText, to: Stop, line: number): Call[] {
  const calls = new Calls(document, line);
  calls.eachWay((from, what, number, place, span) => {
    if (what === to.what && number === to.number) {
      calls.add(from, place, span);
    }
  });
  return calls.list;
}

/** Where packets go. */
export function outgoingCalls(document: FileWithText, of: Stop, line: number): Call[] {
  const calls = new Calls(document, line);
  calls.eachWay((from, what, number, place, span) => {
    if (from.what === of.what && from.number === of.number) {
      calls.add({ what, number }, place, span);
    }
  });
  return calls.list;
}

/** The ways of a section, by the stop at their other end. */
class Calls {
  readonly #found = new Map<string, { item: HierarchyItem; places: { line: number; span: Span }[] }>();
  readonly #document: FileWithText;
  readonly #line: number;

  constructor(document: FileWithText, line: number) {
    this.#document = document;
    this.#line = line;
  }

  get list(): Call[] {
    return [...this.#found.values()];
  }

  add(stop: Stop, line: number, span: Span): void {
    const key = `${stop.what} ${stop.number}`;
    const found = this.#found.get(key);
    if (found) {
      found.places.push({ line, span });
    } else {
      this.#found.set(key, { item: itemOf(this.#document, stop, { line, span }), places: [{ line, span }] });
    }
  }

  /** All ways, in the order of the text. */
  eachWay(
    visit: (from: Stop, what: 'table' | 'group', number: number, line: number, span: Span) => void,
  ): void {
    const { file } = this.#document;
    for (const [line, facts] of linesLike(file, sectionAt(file, this.#line), mayLead)) {
      for (const mention of facts.mentions) {
        if (isWay(mention)) {
          visit(stopOf(facts, line), mention.what, Number(mention.number), line, mention.span);
        }
      }
      for (const span of ownJumps(facts)) {
        visit(stopOf(facts, line), 'table', facts.flow!.table!, line, span);
      }
    }
  }
}

/** Whether a way starts at a line, or at one that is written alike. */
function mayLead(facts: LineFacts): boolean {
  return likeMentions(facts).some(isWay) || ownTableJumps(facts.flow?.likeSteps ?? []).length > 0;
}

function isWay(mention: Mention): mention is Mention & { what: 'table' | 'group' } {
  const { what, role } = mention;
  return what === 'table' ? role === 'jump' || role === 'learn' : what === 'group' && role === 'use';
}

function ownJumps({ flow }: LineFacts): Span[] {
  const isNone = flow?.table === undefined || ownTableJumps(flow.likeSteps).length === 0;
  return isNone ? [] : ownTableJumps(flow.steps);
}

/** What a line belongs to. */
function stopOf({ flow, group }: LineFacts, line: number): Stop {
  if (flow?.table !== undefined) {
    return { what: 'table', number: flow.table };
  }
  return group?.number === undefined
    ? { what: 'line', number: line }
    : { what: 'group', number: group.number };
}

/** The stop with its first definition; else with the place at hand, where it is named. */
function itemOf(
  document: FileWithText,
  stop: Stop,
  at: { readonly line: number; readonly span: Span },
): HierarchyItem {
  const { file } = document;
  const { what, number } = stop;
  if (what === 'line') {
    const flow = file.lines[number]?.flow;
    const name = `${flow ? 'flow' : 'packet-out'} on line ${number + 1}`;
    return { ...stop, name, detail: '', line: number, span: flow?.span ?? nowhere };
  }
  const section = sectionAt(file, at.line);
  const flows = what === 'table' ? (section.tables.get(number)?.flows ?? []) : [];
  const defined = flows[0]?.line ?? (what === 'group' ? section.groups.get(number)?.[0]?.line : undefined);
  const place = defined === undefined ? at : { line: defined, span: spanIn(file.lines[defined]!, stop) };
  const count = flows.length === 1 ? '1 flow' : `${flows.length || 'no'} flows`;
  const title = what === 'table' && defined !== undefined ? titleAbove(document, defined, number) : '';
  const detail = what === 'group' ? '' : title === '' ? count : `${title}, ${count}`;
  return { ...stop, name: `${what} ${number}`, detail, line: place.line, span: place.span };
}

const nowhere: Span = { start: 0, end: 0 };

/** Where the line names the stop. */
function spanIn({ mentions, flow }: LineFacts, { what, number }: Stop): Span {
  const found = mentions.find((mention) => mention.what === what && mention.number === number);
  return found?.span ?? flow?.span ?? nowhere;
}
