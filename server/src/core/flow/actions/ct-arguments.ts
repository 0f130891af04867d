/** The arguments of `ct(…)`. Source: lib/ofp-actions.c, parse_CT; lib/ofp-parse.c, str_to_connhelper. */
import { shortened } from '../../syntax/excerpt';
import type { Fix } from '../../syntax/fix';
import type { Span } from '../../syntax/span';
import type { Subfield } from '../subfield';
import type { Action, ActionContext, Argument } from './action';
import { noteBrokenName, removal, replacing, tableNumber } from './arguments';
import { readZone, type ZoneDraft } from './ct-zone';
import {
  isHopeless,
  type NamedArgument,
  namedArguments,
  noteAllRepeated,
  noteIgnoredValue,
  noteRepeated,
  rejectTable,
  rejectUnknown,
  valueSpan,
} from './named-arguments';
import { parseNat } from './nat';

/** Protocols whose packets tell of further connections, by what runs over which port. */
const algs = ['ftp', 'tftp'] as const;
export type ConnectionTrackingAlg = (typeof algs)[number];

/** What a `ct` says. The spans are those of arguments, where they are given. */
export interface ConnectionTracking {
  readonly span: Span;
  readonly nameSpan: Span;
  /** How `commit` is put into the text. */
  readonly addCommit: Fix;
  readonly commit: Span | undefined;
  readonly force: Span | undefined;
  readonly table: { readonly number: number; readonly span: Span } | undefined;
  readonly zone: number | Subfield;
  readonly zoneSpan: Span | undefined;
  readonly alg: ConnectionTrackingAlg | undefined;
  readonly algSpan: Span | undefined;
  readonly nested: readonly Action[];
  /** The word `exec` that comes first. */
  readonly execSpan: Span | undefined;
}

/** What has been read so far. */
interface Draft {
  commit?: Span;
  force?: Span;
  table?: { number: number; span: Span };
  readonly zone: ZoneDraft;
  alg?: ConnectionTrackingAlg;
  algSpan?: Span;
  execSpan?: Span;
  nat?: NamedArgument;
  readonly nested: Action[];
}

type Reader = (argument: NamedArgument, draft: Draft, context: ActionContext) => void;

const readers: Readonly<Record<string, Reader>> = {
  commit: (argument, draft, context) => {
    noteIgnoredValue(argument, context);
    draft.commit = argument.nameSpan;
  },
  force: (argument, draft, context) => {
    noteIgnoredValue(argument, context);
    draft.force = argument.nameSpan;
  },
  table: readTableArgument,
  zone: (argument, draft, context) => readZone(argument, draft.zone, context),
  alg: readAlg,
  nat: (argument, draft, context) => {
    const nat = parseNat(argument, context);
    if (draft.nat) {
      noteRepeated(draft.nat, argument, context);
    }
    draft.nat = argument;
    draft.nested.push(...(nat ? [nat] : []));
  },
  exec: readExec,
};

const readersByName = new Map(Object.entries(readers));

/** `exec` may be repeated; `nat` and `zone` say themselves what counts. */
const lastCounts: ReadonlySet<string> = new Set(['commit', 'force', 'table', 'alg']);

/** Reads the arguments of `ct`; undefined when Open vSwitch rejects one. */
export function readConnectionTracking(
  argument: Argument,
  context: ActionContext,
): ConnectionTracking | undefined {
  const before = context.problems.rejections;
  const draft: Draft = { zone: { number: 0 }, nested: [] };
  const list = namedArguments(argument, context);
  for (const each of list) {
    if (isHopeless(context, before)) {
      break;
    }
    const reader = readersByName.get(each.name);
    if (reader) {
      reader(each, draft, context);
    } else {
      rejectArgument(each, context);
    }
  }
  noteAllRepeated(list, lastCounts, context);
  const addCommit = commitFix(argument);
  if (draft.force && !draft.commit) {
    context.problems.reject(
      'ct/force-without-commit',
      draft.force,
      '"force" flag requires "commit" flag.',
      'force replaces a connection that was committed in the other direction, so it needs commit.',
      { fixes: () => [addCommit] },
    );
  }
  if (context.problems.rejections > before) {
    return undefined;
  }
  const { commit, force, table, zone, alg, algSpan, execSpan, nested } = draft;
  return {
    span: argument.whole,
    nameSpan: argument.nameSpan,
    addCommit,
    commit,
    force,
    table,
    zone: zone.field ?? zone.number,
    zoneSpan: zone.argument && valueSpan(zone.argument),
    alg,
    algSpan,
    nested,
    execSpan,
  };
}

function commitFix({ span, nameSpan, delimiter, text }: Argument): Fix {
  const edit =
    delimiter === ''
      ? { start: nameSpan.end, end: nameSpan.end, newText: '(commit)' }
      : { start: span.start, end: span.start, newText: text === '' ? 'commit' : 'commit,' };
  return { title: 'Add commit', edits: [edit], keepsMeaning: false };
}

function readTableArgument(argument: NamedArgument, draft: Draft, context: ActionContext): void {
  const number = tableNumber(argument.text);
  const span = valueSpan(argument);
  if (number === undefined) {
    rejectTable(argument, `unknown table ${argument.text}`, context);
  } else if (number === 255) {
    context.problems.reject(
      'action/value-too-large',
      span,
      'invalid table 0xff',
      'Packets cannot go on in table 255: tables are numbered 0 to 254. To track packets without sending them on, leave table out.',
    );
  } else {
    noteBrokenName(argument.text, span, context.problems);
    draft.table = { number, span };
  }
}

function readAlg(argument: NamedArgument, draft: Draft, context: ActionContext): void {
  const { text } = argument;
  const alg = algs.find((name) => name === text);
  if (alg) {
    draft.alg = alg;
    draft.algSpan = valueSpan(argument);
    return;
  }
  const meant = algs.find((name) => name === text.toLowerCase());
  const span = valueSpan(argument);
  context.problems.reject(
    text === '' ? 'action/missing-argument' : 'action/invalid-argument',
    span,
    `invalid conntrack helper "${text}"`,
    text === ''
      ? 'The protocol is missing. Write alg=ftp or alg=tftp.'
      : `Open vSwitch has no helper for ${shortened(text)}. Write alg=ftp or alg=tftp.`,
    meant
      ? {
          fixes: () => [replacing(span, meant, `Write ${meant}`, false)],
        }
      : {},
  );
}

function readExec(argument: NamedArgument, draft: Draft, context: ActionContext): void {
  const { problems, text } = context;
  const before = problems.rejections;
  const actions = context.parseNested(argument.span, 'ct');
  draft.nested.push(...actions);
  draft.execSpan ??= argument.nameSpan;
  if (actions.length === 0 && problems.rejections === before) {
    problems.note(
      'action/ignored-argument',
      argument.whole,
      'There is no action in exec: Open vSwitch leaves it out.',
      {
        unnecessary: true,
        fixes: () => [{ title: 'Remove exec', edits: [removal(text, argument.whole)], keepsMeaning: false }],
      },
    );
  }
}

/** Actions that people forget to put into exec. */
const writers: ReadonlySet<string> = new Set(['set_field', 'load', 'move', 'reg_load', 'reg_move']);

function rejectArgument(argument: NamedArgument, context: ActionContext): void {
  const { name, whole } = argument;
  const verdict = `invalid argument to "ct" action: \`${name}'`;
  if (writers.has(name)) {
    const written = context.text.slice(whole.start, whole.end);
    context.problems.reject(
      'action/unknown-argument',
      argument.nameSpan,
      verdict,
      `${name} is an action, not an argument of ct. What is written to the connection stands in exec(...).`,
      {
        fixes: () => [
          {
            title: shortened(`Write exec(${written})`),
            edits: [{ ...whole, newText: `exec(${written})` }],
            keepsMeaning: false,
          },
        ],
      },
    );
    return;
  }
  rejectUnknown(
    argument,
    'ct',
    [...readersByName.keys()],
    verdict,
    name === 'src' || name === 'dst'
      ? `Write nat(${name}=...) inside ct.`
      : 'It takes commit, force, table, zone, nat, exec and alg.',
    context,
  );
}
