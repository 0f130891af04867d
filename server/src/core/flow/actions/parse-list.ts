/**
 * Lists of actions. Source: lib/ofp-actions.c, ofpacts_parse__ and ofpacts_verify.
 */

import { any, formatsSince } from '../../facts/flow-formats';
import { shortened } from '../../syntax/excerpt';
import { type Item, keyText, parseItems, valueWithArrow } from '../../syntax/items';
import type { Span } from '../../syntax/span';
import type { Problems } from '../problem';
import { isBarePortName, noteSwitchName } from '../switch-names';
import { mayNamePort, readPort } from '../values/ports';
import type { Action, ActionContext, Argument } from './action';
import { removal } from './arguments';
import { noteReservedPort, output } from './output';
import { nearestAction, parserOf } from './registry';
import { verifyOrder } from './verify-order';

/** Open vSwitch reads no deeper. Source: lib/ofp-actions.c, MAX_OFPACT_PARSE_DEPTH. */
const deepest = 100;

/**
 * The action in front of which Open vSwitch forgets in which formats the actions before it can be sent, so
 * that `meter:1,clone(…)` passes for OpenFlow 1.0. Source: lib/ofp-actions.c, parse_CLONE.
 */
const forgetful = 'clone';

/** What the parsers of a flow's actions are given at first. */
export function actionContext(text: string, problems: Problems): ActionContext {
  return nestedContext({ text, problems, usable: { formats: any } }, undefined, 1);
}

function nestedContext(
  shared: Pick<ActionContext, 'text' | 'problems' | 'usable'>,
  within: string | undefined,
  depth: number,
): ActionContext {
  const { text, problems, usable } = shared;
  return {
    text,
    problems,
    usable,
    within,
    depth,
    parseNested: (span, outer) => {
      if (outer === forgetful) {
        usable.formats = any;
      }
      return parseActions(span, nestedContext(shared, outer, depth + 1), false);
    },
  };
}

/**
 * Reads the actions in a stretch of the line. `allowInstructions` is true for the actions of a flow, false
 * within other actions. All that can be read is returned, whatever was wrong with the rest.
 */
export function parseActions(
  { start, end }: Span,
  context: ActionContext,
  allowInstructions: boolean,
): Action[] {
  const { text, problems } = context;
  if (context.depth > deepest) {
    problems.reject(
      'action/nested-too-deeply',
      { start, end: Math.min(end, start + 1) },
      'Action nested too deeply',
      `Actions nest more than ${deepest} deep here. Open vSwitch reads no deeper.`,
    );
    return [];
  }
  const actions: Action[] = [];
  const before = problems.rejections;
  let drop: Span | undefined;
  for (const item of parseItems(text, start, end)) {
    const keyword = keyText(text, item).toLowerCase();
    if (keyword === 'drop') {
      drop = { start: item.keyStart, end: item.keyEnd };
      noteIgnoredArgument(item, context);
    } else {
      const parsed = parseAction(item, context);
      actions.push(...(parsed === undefined ? [] : 'length' in parsed ? parsed : [parsed]));
      if (keyword === 'meter' && !allowInstructions) {
        // Only OpenFlow 1.5 has a meter that is an action.
        context.usable.formats &= formatsSince('1.5');
      }
    }
  }
  if (drop && actions.length > 0) {
    reportDropWithOthers(drop, actions, context);
  }
  noteBehindExit(actions, problems);
  if (problems.rejections === before) {
    verifyOrder(actions, context, allowInstructions);
  }
  return actions;
}

function parseAction(item: Item, context: ActionContext): Action | readonly Action[] | undefined {
  const { text, problems } = context;
  const keyword = keyText(text, item).toLowerCase();
  const nameSpan = { start: item.keyStart, end: item.keyEnd };
  const parser = parserOf(keyword);
  if (parser) {
    noteUnclosed(item, context);
    return parser(argumentOf(text, item), context);
  }
  if (keyword === 'apply_actions') {
    return problems.reject(
      'action/not-allowed-here',
      nameSpan,
      'apply_actions is the default instruction',
      'Actions are applied unless something else is said: write them as they are, without apply_actions(...).',
      {
        fixes: () => [
          {
            title: 'Write the actions without apply_actions(...)',
            edits: [
              {
                start: item.keyStart,
                end: item.end,
                newText: text.slice(item.valueStart, item.valueEnd) || 'drop',
              },
            ],
            keepsMeaning: false,
          },
        ],
      },
    );
  }
  const key = keyText(text, item);
  const port = readPort(key);
  if (port) {
    if (item.delimiter !== '') {
      noteIgnoredArgument(item, context);
    }
    noteReservedPort(port, nameSpan, problems);
    return output(port.port, { start: item.keyStart, end: item.end });
  }
  if (item.delimiter === '' && isBarePortName(key) && noteSwitchName('port', key, nameSpan, problems)) {
    return undefined;
  }
  const nearest = problems.suggestion(() => nearestAction(keyword));
  return problems.reject(
    'action/unknown',
    key === '' ? { start: item.keyStart, end: item.end } : nameSpan,
    `unknown action ${key}`,
    key === ''
      ? 'There is no name of an action here.'
      : `There is no action ${shortened(key)}.${nearest ? ` Did you mean ${nearest}?` : mayNamePort(key) ? ' If it is the name of a port, commands that talk to a switch take it; else write output:N with the number of the port.' : ''}`,
    nearest
      ? {
          fixes: () => [
            { title: `Write ${nearest}`, edits: [{ ...nameSpan, newText: nearest }], keepsMeaning: false },
          ],
        }
      : {},
  );
}

/** Whatever stands behind `exit` is kept, and never done. */
function noteBehindExit(actions: readonly Action[], problems: Problems): void {
  const exit = actions.findIndex(({ name }) => name === 'exit');
  const next = exit < 0 ? undefined : actions[exit + 1];
  if (next) {
    problems.note(
      'action/after-exit',
      { start: next.span.start, end: actions.at(-1)!.span.end },
      'exit ends the work on the packet, so what stands behind it is never done. Put exit last, or take the rest away.',
      {
        unnecessary: true,
        fixes: () => [
          {
            title: 'Remove what is never done',
            edits: [{ start: actions[exit]!.span.end, end: actions.at(-1)!.span.end, newText: '' }],
            keepsMeaning: false,
          },
        ],
      },
    );
  }
}

function argumentOf(text: string, item: Item): Argument {
  const span = valueWithArrow(item);
  return {
    text: text.slice(span.start, span.end),
    span,
    whole: { start: item.keyStart, end: item.end },
    keyword: keyText(text, item).toLowerCase(),
    nameSpan: { start: item.keyStart, end: item.keyEnd },
    delimiter: item.delimiter,
  };
}

function noteUnclosed(item: Item, { text, problems }: ActionContext): void {
  if (item.closed) {
    return;
  }
  const missing = missingParentheses(text.slice(item.keyStart, item.end));
  const closing = ')'.repeat(Math.max(missing, 1));
  problems.note(
    'action/unclosed-parenthesis',
    { start: item.keyStart, end: item.keyEnd },
    `A parenthesis of ${shortened(keyText(text, item))} is not closed. Open vSwitch takes all that follows as part of it, and says nothing. Add ${closing.length > 3 ? `the ${closing.length} that are missing` : closing} where it ends.`,
    {
      fixes: () => [
        {
          title: `Add ${shortened(closing)} at the end`,
          edits: [{ start: item.end, end: item.end, newText: closing }],
          // Of several items behind it, some may be meant to stand outside.
          keepsMeaning: !text.slice(item.keyEnd, item.end).includes(','),
        },
      ],
    },
  );
}

function missingParentheses(text: string): number {
  let depth = 0;
  for (const character of text) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
  }
  return depth;
}

function noteIgnoredArgument(item: Item, { text, problems }: ActionContext): void {
  if (item.end === item.keyEnd) {
    return;
  }
  const span = { start: item.keyEnd, end: item.end };
  problems.note(
    'action/ignored-argument',
    span,
    `${keyText(text, item)} takes no argument. Open vSwitch ignores what is written here.`,
    {
      unnecessary: true,
      fixes: () => [
        { title: 'Remove what is ignored', edits: [{ ...span, newText: '' }], keepsMeaning: false },
      ],
    },
  );
}

function reportDropWithOthers(
  drop: Span,
  actions: readonly Action[],
  { text, problems }: ActionContext,
): void {
  const after = actions.some(({ span }) => span.start > drop.start);
  problems.reject(
    'action/drop-with-others',
    drop,
    '"drop" must not be accompanied by any other action or instruction',
    `drop stands alone: it means that a flow has no actions. ${after ? 'Nothing could be done after it anyway.' : 'To discard the packet after other actions, just end the list.'}`,
    {
      fixes: () => [
        { title: 'Remove drop', edits: [removal(text, drop)], keepsMeaning: false },
        ...(actions[0] && after
          ? [
              {
                title: 'Drop the packet: remove the other actions',
                edits: [
                  {
                    start: Math.min(actions[0].span.start, drop.start),
                    end: Math.max(drop.end, actions.at(-1)!.span.end),
                    newText: 'drop',
                  },
                ],
                keepsMeaning: false,
              },
            ]
          : []),
      ],
    },
  );
}
