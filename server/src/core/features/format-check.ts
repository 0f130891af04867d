import type { FormatSet } from '../facts/flow-formats';
import type { LineEvaluation } from '../flow/evaluate-line';
import { checkEvaluated, evaluated } from '../rules/check';
import { type FlowLine, parseFlowLine } from '../syntax/flow-line';
import { tokensOf } from '../syntax/tokens';
import { withoutBlanksAtEnd } from './format-layout';

/** What a line says, as a text that is the same for lines that say the same; undefined where there is an error. */
type Meaning = string | undefined;

/**
 * Whether a line written anew says what it said before: it is accepted as before, has the same warnings, the
 * same match, keys, actions and comment, and is printed alike by Open vSwitch. A line with an error has no
 * meaning that could be kept. `allowed` are the flow formats of the OpenFlow version in use.
 */
export function keepsMeaning(before: FlowLine, after: string, allowed: FormatSet): boolean {
  const meaning = meaningOf(before, allowed);
  return meaning !== undefined && meaningOf(parseFlowLine(after), allowed) === meaning;
}

function meaningOf(line: FlowLine, allowed: FormatSet): Meaning {
  const evaluation = evaluated(line, allowed);
  const findings = checkEvaluated(line, evaluation, allowed).filter(({ rule }) => rule.severity !== 'hint');
  if (findings.some(({ rule }) => rule.severity === 'error')) {
    return undefined;
  }
  const codes = findings.map(({ rule }) => rule.code).sort();
  const judgement = judgementOf(evaluation);
  return JSON.stringify([line.kind, codes, writtenParts(line), judgement], (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}

/**
 * What is written: the match in any order where it is a flow's, all else token by token, separators and the
 * spelling of `actions` apart. It is all there is to compare where only a switch knows what a name means.
 */
function writtenParts(line: FlowLine): unknown[] {
  const { text, kind, match, comment } = line;
  const items = match.map(({ keyStart, end }) => text.slice(keyStart, end));
  const matchEnd = match.at(-1)?.end ?? 0;
  const rest = tokensOf(line)
    .filter((token) => token.kind === 'command' || token.start >= matchEnd)
    .filter((token) => token.kind !== 'separator' && token.kind !== 'comment' && token.kind !== 'actions')
    .map((token) => text.slice(token.start, token.end));
  const remark = comment && withoutBlanksAtEnd(text.slice(comment.start, comment.end));
  return [kind === 'flow' ? items.sort() : items, rest, remark];
}

/**
 * What is sent in each version of OpenFlow follows from the command, the keys, the match and the actions, and
 * from the formats that can carry them: where these are the same, so is what is sent in every version.
 */
function judgementOf(evaluation: LineEvaluation): unknown {
  if (evaluation.kind !== 'flow') {
    return [evaluation.accepted, 'usable' in evaluation && evaluation.usable];
  }
  const { command, keys, match, accepted, usable, usesNames } = evaluation;
  const slots = [...match.slots].map(([slot, { value, mask }]) => `${slot}=${value}/${mask}`).sort();
  const options = [...match.tunnelOptions].map(
    ([field, { value, mask }]) => `${field.name}=${value}/${mask}`,
  );
  const flags = [...keys.flags].sort();
  return [
    ...[command, { ...keys, flags }, slots, options.sort()],
    ...[accepted, usable, usesNames, evaluation.canonical()],
  ];
}
