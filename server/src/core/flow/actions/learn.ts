/**
 * `learn(…)`, which adds or changes a flow when a packet comes by. Source: lib/learn.c (learn_parse,
 * learn_check, learn_format); lib/ofp-actions.c, encode_LEARN and decode_NXAST_RAW_LEARN.
 */
import type { Span } from '../../syntax/span';
import { defaultPriority } from '../keys';
import { formatSubfield, type Subfield } from '../subfield';
import { formatFieldValue, formatHexadecimal } from '../values/format';
import type { Action, ActionContext, ActionParser, Argument, WireError } from './action';
import { noteBrokenName, replacing, tableNumber } from './arguments';
import { hasHeader, hasShortHeader, subfieldAt } from './check-subfield';
import { checkLearn } from './learn-check';
import type { LearnSource, LearnSpec } from './learn-spec';
import { readLearnSpec } from './learn-specs';
import { isWhole, readCookie, readLooseNumber } from './learn-values';
import {
  isHopeless,
  type NamedArgument,
  namedArguments,
  noteAllRepeated,
  noteIgnoredValue,
  rejectTable,
  valueSpan,
} from './named-arguments';

/** The flow that is learned. */
export interface LearnedFlow {
  /** The table that the flow goes to, and the text that names it; 1 when nothing does. */
  readonly into: { readonly number: number; readonly span: Span | undefined };
  readonly idleTimeout: number;
  readonly hardTimeout: number;
  readonly finIdleTimeout: number;
  readonly finHardTimeout: number;
  readonly priority: number;
  readonly cookie: bigint;
  readonly sendFlowRemoved: boolean;
  /** Whether learned flows go away with the flow that learned them. */
  readonly deleteLearned: boolean;
  /** How many flows may be learned; 0 for any number. */
  readonly limit: number;
  /** The bit that tells whether learning succeeded. */
  readonly resultDestination: Subfield | undefined;
  /** What the learned flow matches and does, in the order of the text. */
  readonly specs: readonly LearnSpec[];
}

/** `learn(…)`. Unlike other actions it sends no packets to its table: that is why it is not `table`. */
export interface LearnAction extends Action, LearnedFlow {
  readonly name: 'learn';
}

export function isLearn(action: Action): action is LearnAction {
  return action.name === 'learn';
}

type Draft = { -readonly [Key in keyof LearnedFlow]: LearnedFlow[Key] };
type Reader = (argument: NamedArgument, draft: Draft, context: ActionContext, whole: string) => void;

/** The numbers, by keyword. */
const numbers = {
  idle_timeout: { key: 'idleTimeout', bits: 16 },
  hard_timeout: { key: 'hardTimeout', bits: 16 },
  fin_idle_timeout: { key: 'finIdleTimeout', bits: 16 },
  fin_hard_timeout: { key: 'finHardTimeout', bits: 16 },
  priority: { key: 'priority', bits: 16 },
  limit: { key: 'limit', bits: 32 },
} as const;

const flags = { send_flow_rem: 'sendFlowRemoved', delete_learned: 'deleteLearned' } as const;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['table', readTable],
  ...Object.entries(numbers).map(([name, { key, bits }]): [string, Reader] => [
    name,
    (argument, draft, context) => {
      draft[key] = readLooseNumber(argument, bits, context);
    },
  ]),
  [
    'cookie',
    (argument, draft, context) => {
      draft.cookie = readCookie(argument, context);
    },
  ],
  ...Object.entries(flags).map(([name, key]): [string, Reader] => [
    name,
    (argument, draft, context) => {
      noteIgnoredValue(argument, context);
      draft[key] = true;
    },
  ]),
  ['result_dst', readResultDestination],
]);

const keywords: ReadonlySet<string> = new Set(readers.keys());

function parseLearn(argument: Argument, context: ActionContext): LearnAction | undefined {
  const before = context.problems.rejections;
  const specs: LearnSpec[] = [];
  const draft: Draft = {
    into: { number: 1, span: undefined },
    idleTimeout: 0,
    hardTimeout: 0,
    finIdleTimeout: 0,
    finHardTimeout: 0,
    priority: defaultPriority,
    cookie: 0n,
    sendFlowRemoved: false,
    deleteLearned: false,
    limit: 0,
    resultDestination: undefined,
    specs,
  };
  const list = namedArguments(argument, context);
  let resultSpan = argument.whole;
  for (const each of list) {
    if (isHopeless(context, before)) {
      break;
    }
    const reader = readers.get(each.name);
    if (reader) {
      reader(each, draft, context, argument.text);
      resultSpan = each.name === 'result_dst' ? valueSpan(each) : resultSpan;
    } else {
      const spec = readLearnSpec(each, argument.text, [...keywords], context);
      specs.push(...(spec ? [spec] : []));
    }
  }
  noteAllRepeated(list, keywords, context);
  if (context.problems.rejections > before) {
    return undefined;
  }
  const action: LearnAction = {
    name: 'learn',
    span: argument.whole,
    ...draft,
    reads: specs.flatMap(({ source, sourceSpan }) =>
      typeof source === 'bigint' ? [] : [{ field: source.field, span: sourceSpan }],
    ),
    ...(draft.resultDestination && { result: draft.resultDestination.field }),
    check: (flow) => checkLearn(specs, flow),
    onWire: () => refusal(draft, resultSpan) ?? [action],
    print: () => print(draft),
  };
  return action;
}

function readTable(argument: NamedArgument, draft: Draft, context: ActionContext, whole: string): void {
  const number = tableNumber(argument.text);
  const span = valueSpan(argument);
  if (number === undefined) {
    rejectTable(argument, `unknown table "${argument.text}"`, context);
  } else if (number === 255) {
    context.problems.reject(
      'action/value-too-large',
      span,
      `${whole}: table id 255 not valid for \`learn' action`,
      'Flows cannot be learned into table 255: tables have numbers from 0 to 254.',
    );
  } else {
    noteBrokenName(argument.text, span, context.problems);
    draft.into = { number, span };
  }
}

function readResultDestination(argument: NamedArgument, draft: Draft, context: ActionContext): void {
  const { text } = argument;
  const span = valueSpan(argument);
  const { problems } = context;
  if (text === '') {
    problems.reject(
      'action/missing-argument',
      span,
      ": unknown field `'",
      'The bit to write is missing: name one, as in result_dst=reg0[0].',
    );
    return;
  }
  const subfield = subfieldAt(text, span, problems);
  if (!subfield) {
    return;
  }
  const { field, offset, bits } = subfield;
  const meant = `${field.name}[${offset}]`;
  if (field.writable === undefined) {
    problems.reject(
      'action/read-only-field',
      span,
      `${text} is read-only`,
      `${field.name} cannot be written by actions. Name a bit of a register, as in result_dst=reg0[0].`,
    );
  } else if (bits !== 1) {
    problems.reject(
      'action/invalid-subfield',
      span,
      "result_dst in 'learn' action must be a single bit",
      `The result is one bit, and this is ${bits}. Name the bit, as in ${meant}.`,
      { fixes: () => [replacing(span, meant, `Write ${meant}`, false)] },
    );
  } else {
    draft.resultDestination = subfield;
  }
}

/** The switch cannot tell fields apart that have no number in the encoding. */
function refusal({ resultDestination, specs }: LearnedFlow, resultSpan: Span): WireError | undefined {
  if (resultDestination && !hasHeader(resultDestination.field)) {
    return unnamed(resultDestination, resultSpan, 'OFPBMC_BAD_FIELD');
  }
  for (const { source, destination, sourceSpan, destinationSpan } of specs) {
    if (typeof source !== 'bigint' && !hasShortHeader(source.field)) {
      return unnamed(source, sourceSpan, 'OFPBAC_BAD_SET_TYPE');
    }
    if (destination && !hasShortHeader(destination.field)) {
      return unnamed(destination, destinationSpan, 'OFPBAC_BAD_SET_TYPE');
    }
  }
  return undefined;
}

function unnamed({ field }: Subfield, span: Span, error: string): WireError {
  return {
    error,
    span,
    message: `learn cannot name ${field.name} to the switch, and the switch refuses the flow.${field.name.startsWith('dl_vlan') ? ' Use bits of vlan_tci.' : ' Copy it to a register before, and use that.'}`,
  };
}

function print(flow: LearnedFlow): string {
  const { priority, cookie, limit, resultDestination } = flow;
  const timeouts = Object.entries({
    idle_timeout: flow.idleTimeout,
    hard_timeout: flow.hardTimeout,
    fin_idle_timeout: flow.finIdleTimeout,
    fin_hard_timeout: flow.finHardTimeout,
  });
  const parts = [
    `table=${flow.into.number}`,
    ...timeouts.filter(([, seconds]) => seconds !== 0).map(([name, seconds]) => `${name}=${seconds}`),
    priority !== defaultPriority && `priority=${priority}`,
    flow.sendFlowRemoved && 'send_flow_rem',
    flow.deleteLearned && 'delete_learned',
    cookie !== 0n && `cookie=${formatHexadecimal(cookie)}`,
    limit !== 0 && `limit=${limit}`,
    resultDestination && `result_dst=${formatSubfield(resultDestination)}`,
    ...flow.specs.map(printSpec),
  ];
  return `learn(${parts.filter((part) => typeof part === 'string').join(',')})`;
}

function printSpec({ kind, source, destination }: LearnSpec): string {
  if (kind === 'output') {
    return `output:${formatSubfield(source)}`;
  }
  if (kind === 'load') {
    return `load:${printSource(source)}->${formatSubfield(destination)}`;
  }
  if (typeof source === 'bigint') {
    return isWhole(destination)
      ? `${destination.field.name}=${formatFieldValue(destination.field, source)}`
      : `${formatSubfield(destination)}=${printSource(source)}`;
  }
  const same = source.field === destination.field && source.offset === destination.offset;
  return same ? formatSubfield(destination) : `${formatSubfield(destination)}=${printSource(source)}`;
}

function printSource(source: LearnSource): string {
  return typeof source === 'bigint' ? formatHexadecimal(source) : formatSubfield(source);
}

export const learnActions: Readonly<Record<string, ActionParser>> = { learn: parseLearn };
