/** Completion inside `learn(…)`: its keys, and the match and actions of the flow that will be learned. */
import type { ActionHelp, ArgumentHelp } from '../facts/action-help';
import { codePointName, fieldOfAnyName, type MatchField, matchFields } from '../facts/match-fields';
import { rankIn, usualMatchNames, usualTargets } from '../facts/usual-names';
import type { Span } from '../syntax/span';
import { withoutBrackets } from '../syntax/subfield';
import type { Completion } from './completion-list';
import { describeField } from './field-hover';
import { paragraphs } from './markdown';
import { namedArguments, type Surroundings } from './named-arguments';
import { completeTarget } from './target-completion';
import { completeValue, hasKnownValues } from './value-completion';

/** What could stand at the start of an argument, best first. */
export function completeLearn(
  help: ActionHelp | ArgumentHelp,
  span: Span,
  given: readonly string[],
  hasValue: boolean,
  { seen }: Surroundings,
): Completion[] {
  const matched = new Set(given.map((name) => fieldOfAnyName(withoutBrackets(name))));
  const fields = matchFields.filter(
    (field) => field.codePoints.length > 0 && field.format !== 'ct-state' && !matched.has(field),
  );
  const sorted = [...fields].sort((left, right) => rankOf(left) - rankOf(right));
  return [
    ...namedArguments(help, span, given, hasValue, seen),
    ...specifications.map(({ snippet, ...each }) =>
      hasValue
        ? { ...each, span, newText: each.label, continues: false }
        : { ...each, span, ...(snippet !== undefined && { snippet }) },
    ),
    ...sorted.flatMap((field) =>
      [field.name, ...field.aliases].map((name) => fieldCompletion(field, name, span, hasValue)),
    ),
    ...sorted.map((field) => fieldCompletion(field, `${codePointName(field)}[]`, span, hasValue)),
  ];
}

function rankOf({ name, aliases }: MatchField): number {
  const usual = [name, ...aliases].map((each) => rankIn(usualMatchNames, each));
  return Math.min(...usual, 100 + rankIn(usualTargets, name));
}

const specifications: readonly Omit<Completion, 'span'>[] = [
  {
    kind: 'argument',
    label: 'output',
    detail: ':FIELD',
    note: 'The new flow sends to the port in a field',
    documentation: paragraphs(
      'The new flow sends packets to the port that the packet at hand has in this field.',
      'Example: `output:NXM_OF_IN_PORT[]`',
    ),
    newText: 'output:',
    continues: true,
  },
  {
    kind: 'argument',
    label: 'load',
    detail: ':VALUE->FIELD',
    note: 'The new flow writes a field',
    documentation: paragraphs(
      'The new flow writes a number, or what the packet at hand has in a field, to a field.',
      'Example: `load:NXM_OF_IN_PORT[]->NXM_NX_REG0[0..15]`',
    ),
    newText: 'load:',
    snippet: 'load:$1->$0',
    continues: true,
  },
];

function fieldCompletion(field: MatchField, name: string, span: Span, hasValue: boolean): Completion {
  return {
    kind: 'field',
    label: name,
    note: `Match: ${field.title}`,
    documentation: describeField(field),
    span,
    newText: hasValue ? name : `${name}=`,
    ...(name.endsWith('[]') && { filterText: name.slice(0, -2) }),
    continues: !hasValue && (name.endsWith('[]') || hasKnownValues(field.name)),
  };
}

/** Behind `FIELD=`: a value, or a field of the packet at hand with as many bits. */
export function completeLearnedValue(name: string, value: Span, around: Surroundings): Completion[] {
  const { text, offset, before, seen } = around;
  if (name === 'output') {
    return completeTarget({ access: 'read', brackets: true }, value, before, seen);
  }
  const field = fieldOfAnyName(withoutBrackets(name));
  if (!field || !/^(?:[A-Za-z_]\w*)?$/.test(text.slice(value.start, offset))) {
    return [];
  }
  const literals = name.includes('[') ? [] : completeValue({ ...around, value, name: field.name }, seen);
  const sources = completeTarget(
    { access: 'read', brackets: true, only: ({ bits }) => bits === field.bits },
    value,
    before,
    seen,
  );
  return [...literals, ...sources];
}
