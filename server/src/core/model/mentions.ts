/**
 * The places of a line that name something by its number: tables, groups, meters, conjunctions, cookies. What an
 * editor moves about by.
 */
import type { Action } from '../flow/actions/action';
import { isLearn } from '../flow/actions/learn';
import type { LineEvaluation } from '../flow/evaluate-line';
import type { FlowLine } from '../syntax/flow-line';
import { type Item, keyText } from '../syntax/items';
import type { Span } from '../syntax/span';

/** What can be named. */
export type Named = 'table' | 'group' | 'meter' | 'conjunction' | 'cookie';

/** One such place. */
export interface Mention {
  readonly what: Named;
  readonly number: number | bigint;
  /**
   * The number in the text. Where it is left out, the empty stretch where it could stand: the start of a flow of
   * table 0, the first argument of a learn into table 1.
   */
  readonly span: Span;
  /**
   * `definition`: the flows of a table, the line of a group or meter, the clauses of a conjunction, the flows with a
   * cookie. `jump` and `learn`: from where packets and learned flows go to a table. `use`: all else.
   */
  readonly role: 'definition' | 'jump' | 'learn' | 'use';
}

/** All of them, in the order of the text. */
export function mentionsIn(line: FlowLine, evaluation: LineEvaluation): Mention[] {
  const mentions: Mention[] = [];
  switch (evaluation.kind) {
    case 'flow': {
      addKeys(line, evaluation, mentions);
      addActions(line.text, evaluation.actions, mentions);
      break;
    }
    case 'group':
      addNumber(evaluation.head.groupId, evaluation.head.items.get('group_id'), 'group', mentions);
      for (const { items, watchGroup, actions } of evaluation.buckets) {
        addNumber(watchGroup, items.get('watch_group'), 'group', mentions, 'use');
        addActions(line.text, actions, mentions);
      }
      break;
    case 'meter': {
      const item = line.match.find((each) => keyText(line.text, each) === 'meter');
      addNumber(evaluation.meter, item, 'meter', mentions);
      break;
    }
    case 'packet-out':
      addActions(line.text, evaluation.actions, mentions);
      break;
  }
  return mentions.sort((left, right) => left.span.start - right.span.start);
}

function addKeys(
  line: FlowLine,
  { terms, keys, command }: Extract<LineEvaluation, { kind: 'flow' }>,
  mentions: Mention[],
): void {
  const writes = command === 'add' || command === 'modify' || command === 'modify_strict';
  let namesTable = false;
  for (const { item, key, kind, field, value } of terms) {
    const span = spanOf(item);
    if (kind === 'key' && key === 'table') {
      namesTable = true;
      const written = /^\d{1,3}$/.test(line.text.slice(span.start, span.end));
      if (written && keys.table !== 255) {
        mentions.push({ what: 'table', number: keys.table, span, role: 'definition' });
      }
    } else if (kind === 'key' && key === 'cookie') {
      const number = keys.cookie ?? keys.cookieMatch?.value;
      if (number !== undefined) {
        const slash = line.text.slice(span.start, span.end).indexOf('/');
        const cut = slash < 0 ? span : { start: span.start, end: span.start + slash };
        mentions.push({ what: 'cookie', number, span: cut, role: writes ? 'definition' : 'use' });
      }
    } else if (kind === 'key' && key === 'out_group' && keys.outGroup !== undefined) {
      mentions.push({ what: 'group', number: keys.outGroup, span, role: 'use' });
    } else if (kind === 'field' && field?.name === 'conj_id' && value) {
      mentions.push({ what: 'conjunction', number: Number(value.value), span, role: 'use' });
    }
  }
  if (!namesTable && command === 'add' && (line.match.length > 0 || line.actions)) {
    const start = line.match[0]?.keyStart ?? line.actions!.word.start;
    mentions.push({ what: 'table', number: 0, span: { start, end: start }, role: 'definition' });
  }
}

function addActions(text: string, actions: readonly Action[], mentions: Mention[]): void {
  for (const action of actions) {
    const { table, target, nested } = action;
    if (table) {
      mentions.push({ what: 'table', ...table, role: 'jump' });
    }
    if (isLearn(action)) {
      const span = action.into.span ?? firstArgument(text, action.span);
      mentions.push({ what: 'table', number: action.into.number, span, role: 'learn' });
    }
    if (target) {
      const { what, number, span } = target;
      mentions.push({ what, number, span, role: what === 'conjunction' ? 'definition' : 'use' });
    }
    if (nested) {
      addActions(text, nested, mentions);
    }
  }
}

function firstArgument(text: string, { start, end }: Span): Span {
  const open = text.slice(start, end).indexOf('(');
  const inside = open < 0 ? end : start + open + 1;
  return { start: inside, end: inside };
}

function addNumber(
  number: number | undefined,
  item: Item | undefined,
  what: Named,
  mentions: Mention[],
  role: Mention['role'] = 'definition',
): void {
  if (number !== undefined && item) {
    mentions.push({ what, number, span: spanOf(item), role });
  }
}

function spanOf({ valueStart, valueEnd }: Item): Span {
  return { start: valueStart, end: valueEnd };
}
