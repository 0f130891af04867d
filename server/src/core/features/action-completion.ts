/** Completion in the actions of a flow: their names; arguments are in `argument-completion.ts`. */

import { actionBriefs } from '../facts/action-briefs';
import { type ActionHelp, actionHelps } from '../facts/action-help';
import {
  type ActionStart,
  actionNeeds,
  actionStarts,
  inExec,
  instructionRanks,
  notInActionSet,
  notOffered,
  ordinaryRank,
} from '../facts/action-places';
import { prerequisites } from '../facts/prerequisites';
import { rankIn, usualActions } from '../facts/usual-names';
import { meets } from '../flow/prerequisites';
import { actionName } from '../syntax/actions';
import type { FlowLine } from '../syntax/flow-line';
import type { Item } from '../syntax/items';
import type { Span } from '../syntax/span';
import type { ActionPlace } from './action-place';
import { completeArgument, completeArgumentValue } from './argument-completion';
import type { Completion } from './completion-list';
import { paragraphs } from './markdown';
import { MatchSoFar } from './missing-items';
import { type SeenValues, seenKind } from './seen-values';
import { portsNamed } from './value-completion';

/** What could stand at the offset, which is in the actions, best first. */
export function completeAction(
  line: FlowLine,
  place: ActionPlace,
  offset: number,
  seen: SeenValues,
): Completion[] {
  const call = place.calls.at(-1);
  if (place.part === 'nothing') {
    return [];
  }
  const before = new MatchSoFar(line, undefined);
  if (place.part === 'value') {
    return completeArgumentValue(line, place, offset, before, seen);
  }
  if (call && call.holds === 'arguments') {
    return completeArgument(line, place, offset, before, seen);
  }
  return completeActionName(line, place, offset, before, seen);
}

function completeActionName(
  line: FlowLine,
  { calls, items, item }: ActionPlace,
  offset: number,
  before: MatchSoFar,
  seen: SeenValues,
): Completion[] {
  const span = item ? { start: item.keyStart, end: item.keyEnd } : { start: offset, end: offset };
  // Whoever has begun a number is writing the number of a port.
  if (/^[^A-Za-z_]/.test(line.text.slice(span.start, offset))) {
    return [];
  }
  const within = calls.at(-1)?.name.toLowerCase();
  const others = items.filter((other) => other !== item);
  const taken = others.map((other) => actionName(line.text, other));
  if (taken.includes('drop')) {
    return [];
  }
  const hasValue = item !== undefined && item.delimiter !== '';
  const completions = [
    ...actionHelps
      .filter(({ name }) => isAllowed(name, within, taken, others, line, span))
      .flatMap((help) =>
        [help.name, ...help.aliases].map((name) =>
          actionCompletion(name, help, span, hasValue, before, seen),
        ),
      ),
    ...(hasValue || !isAllowed('output', within, taken, others, line, span)
      ? []
      : portCompletions(span, taken)),
  ];
  const rank = ({ label, detail }: Completion) =>
    rankIn(usualActions, label) + (detail?.startsWith(' needs') ? 1000 : 0);
  return completions
    .sort((left, right) => rank(left) - rank(right))
    .map((completion) => withSeparator(completion, line.text, span));
}

/** Whether the action may stand here, with what stands before it and behind it. */
function isAllowed(
  name: string,
  within: string | undefined,
  taken: readonly string[],
  others: readonly Item[],
  line: FlowLine,
  span: Span,
): boolean {
  if (notOffered.has(name) || (name === 'drop' && taken.length > 0)) {
    return false;
  }
  if (within === 'exec') {
    return inExec.has(name);
  }
  const rank = rankOf(name);
  if (within !== undefined) {
    return (
      rank === ordinaryRank && name !== 'drop' && !(within === 'write_actions' && notInActionSet.has(name))
    );
  }
  return others.every((other) => {
    const otherRank = rankOf(actionName(line.text, other));
    return otherRank === rank
      ? rank === ordinaryRank
      : other.keyStart < span.start
        ? otherRank < rank
        : otherRank > rank;
  });
}

function rankOf(name: string): number {
  return instructionRanks[name] ?? ordinaryRank;
}

function actionCompletion(
  name: string,
  help: ActionHelp,
  span: Span,
  hasValue: boolean,
  before: MatchSoFar,
  seen: SeenValues,
): Completion {
  const { text: start, shown } = startOf(name, help);
  const plain = start.replace(/\$.*$/, '');
  const lack = lackOf(name, before);
  return {
    kind: 'action',
    label: name,
    ...((lack !== undefined || shown !== '') && { detail: lack === undefined ? shown : ` needs ${lack}` }),
    note: actionBriefs[name] ?? help.meaning,
    documentation: describeAction(help),
    span,
    newText: hasValue ? name : plain,
    ...(!hasValue && start !== plain && { snippet: start }),
    continues: !hasValue && plain !== name && wantsList(name, seen),
  };
}

/** How the action is begun: `ct($0)`, `group:$0`, `drop`. */
function startOf(name: string, { forms }: ActionHelp): ActionStart {
  const known = actionStarts[name];
  const form = forms.find((each) => each.startsWith(name)) ?? name;
  const rest = form.slice(name.length);
  return (
    known ??
    (rest.startsWith('(')
      ? { text: `${name}($0)`, shown: '(…)' }
      : rest.startsWith(':')
        ? { text: `${name}:$0`, shown: rest }
        : { text: name, shown: '' })
  );
}

/** What the match lacks for the action, in words that follow "needs". */
function lackOf(name: string, { match }: MatchSoFar): string | undefined {
  const needs = actionNeeds[name];
  if (!needs || needs.some((each) => meets(each, match))) {
    return undefined;
  }
  return needs.flatMap((each) => prerequisites[each].items[0] ?? []).join(' or ');
}

/** Actions whose first argument is a list to choose from, whatever the file says. */
const withLists: ReadonlySet<string> = new Set([
  'output',
  'ct',
  'clone',
  'write_actions',
  'learn',
  'bundle',
  'bundle_load',
  'multipath',
  'sample',
  'encap',
  'fin_timeout',
  'push',
  'pop',
  'move',
  'delete_field',
  'push_vlan',
  'push_mpls',
  'pop_mpls',
]);

const wantedKinds: Readonly<Record<string, string | undefined>> = {
  resubmit: 'table',
  goto_table: 'table',
  group: 'group',
  meter: 'meter',
  enqueue: 'port',
};

function wantsList(name: string, seen: SeenValues): boolean {
  const kind = wantedKinds[name];
  return withLists.has(name) || (kind !== undefined && seen.values(seenKind(kind)).length > 0);
}

function describeAction({ name, meaning, forms, needs, note, since, example }: ActionHelp): string {
  return paragraphs(
    `**${name}**: ${meaning}`,
    note,
    needs && `Needs ${needs}.`,
    forms.map((form) => `\`${form}\``).join(' · '),
    `Example: \`${example}\`${since === undefined ? '' : `. Since Open vSwitch ${since}.`}`,
  );
}

/** Reserved ports are actions by themselves. Source: ovs-actions(7), "The output action". */
function portCompletions(span: Span, taken: readonly string[]): Completion[] {
  return portsNamed('NORMAL', 'IN_PORT', 'FLOOD', 'ALL', 'LOCAL')
    .filter(({ text }) => !taken.includes(text.toLowerCase()))
    .map(({ text, meaning }) => ({
      kind: 'value',
      label: text,
      note: `Send: ${meaning}`,
      documentation: paragraphs(`**${text}**: ${meaning}`, `Short for \`output:${text}\`.`),
      span,
      newText: text,
    }));
}

/** Right before another action a separator is missing. */
function withSeparator(completion: Completion, text: string, span: Span): Completion {
  const next = text[span.end];
  if (next === undefined || /[\s,#()=:]/.test(next)) {
    return completion;
  }
  const { snippet, tail } = completion;
  return snippet !== undefined
    ? { ...completion, snippet: `${snippet},` }
    : { ...completion, tail: `${tail ?? ''},` };
}
