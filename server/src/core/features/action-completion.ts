/** Completion in the actions of a flow: their names; arguments are in `argument-completion.ts`. */

import { actionBriefs, portBriefs } from '../facts/action-briefs';
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
import { reservedPorts } from '../facts/ports';
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
  const within = calls.at(-1)?.name.toLowerCase() ?? (line.kind === 'group' ? 'bucket' : undefined);
  const others = items.filter((other) => other !== item);
  const taken = others.map((other) => actionName(line.text, other));
  if (taken.includes('drop')) {
    return [];
  }
  const hasValue = item !== undefined && item.delimiter !== '';
  const room = roomAt(line.text, within, others, span);
  const completions = [
    ...actionHelps
      .filter(({ name }) => isAllowed(name, room))
      .flatMap((help) =>
        [help.name, ...help.aliases].map((name) =>
          actionCompletion(name, help, span, hasValue, before, seen),
        ),
      ),
    ...(hasValue || !isAllowed('output', room) ? [] : portCompletions(span, taken)),
  ];
  const rank = ({ label, detail }: Completion) =>
    rankIn(usualActions, label) + (detail?.startsWith(' needs') ? 1000 : 0);
  return completions
    .sort((left, right) => rank(left) - rank(right))
    .map((completion) => withSeparator(completion, line.text, span));
}

/** What may stand at a place, by what stands around it. */
interface Room {
  readonly within: string | undefined;
  /** Whether there are other actions in the list. */
  readonly shared: boolean;
  /** The ranks of what stands before the place and behind it, as far as they are in the way. */
  readonly highestBefore: number;
  readonly lowestBehind: number;
}

function roomAt(text: string, within: string | undefined, others: readonly Item[], span: Span): Room {
  let highestBefore = -1;
  let lowestBehind = Number.MAX_SAFE_INTEGER;
  for (const other of others) {
    const rank = rankOf(actionName(text, other));
    if (other.keyStart < span.start) {
      highestBefore = Math.max(highestBefore, rank);
    } else {
      lowestBehind = Math.min(lowestBehind, rank);
    }
  }
  return { within, shared: others.length > 0, highestBefore, lowestBehind };
}

function isAllowed(name: string, { within, shared, highestBefore, lowestBehind }: Room): boolean {
  if (notOffered.has(name) || (name === 'drop' && shared)) {
    return false;
  }
  if (within === 'exec') {
    return inExec.has(name);
  }
  const rank = rankOf(name);
  if (within !== undefined) {
    const inSet = within !== 'write_actions' || !notInActionSet.has(name);
    return rank === ordinaryRank && inSet && (name !== 'drop' || within === 'bucket');
  }
  // Only ordinary actions may stand beside others of their rank.
  return rank === ordinaryRank
    ? highestBefore <= rank && rank <= lowestBehind
    : highestBefore < rank && rank < lowestBehind;
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
function lackOf(name: string, { match, isFlow }: MatchSoFar): string | undefined {
  const needs = actionNeeds[name];
  if (!needs || !isFlow || needs.some((each) => meets(each, match))) {
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
const portsAlone: ReadonlySet<string> = new Set(['NORMAL', 'IN_PORT', 'FLOOD', 'ALL', 'LOCAL']);

function portCompletions(span: Span, taken: readonly string[]): Completion[] {
  return reservedPorts
    .filter(({ name }) => portsAlone.has(name) && !taken.includes(name.toLowerCase()))
    .map(({ name, meaning }) => ({
      kind: 'value',
      label: name,
      note: portBriefs[name] ?? meaning,
      documentation: paragraphs(`**${name}**: ${meaning}`, `Short for \`output:${name}\`.`),
      span,
      newText: name,
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
