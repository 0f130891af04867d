/** `conjunction`: one dimension of a conjunctive match. Source: lib/ofp-actions.c, parse_CONJUNCTION. */
import type { Action, ActionContext, ActionParser, Argument } from './action';
import { type Part, partOf } from './arguments';
import { noteWrap } from './numbers';
import { simpleAction } from './simple';

const syntax =
  /^(\s*)([-+]?(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*))(\s*,\s*)([-+]?[0-9]+)(\s*\/\s*)([-+]?[0-9]+)\s*$/;
const mostClauses = 64;

export const conjunctionActions: Readonly<Record<string, ActionParser>> = { conjunction: parseConjunction };

function parseConjunction(argument: Argument, context: ActionContext): Action | undefined {
  const { problems } = context;
  const { text, span, nameSpan } = argument;
  const found = syntax.exec(text);
  if (!found) {
    return problems.reject(
      text === '' ? 'action/missing-argument' : 'action/invalid-argument',
      text === '' ? nameSpan : span,
      '"conjunction" syntax is "conjunction(id,i/n)"',
      `Write conjunction(ID,K/N): the number of the conjunction, and which of how many dimensions this flow is, as in conjunction(10,1/2)${argument.delimiter === '(' ? '' : ', in parentheses'}.`,
    );
  }
  let start = 0;
  const parts: Part[] = [];
  for (const [index, piece] of found.slice(1).entries()) {
    if (index % 2 === 1) {
      const what = ['the number of a conjunction', 'the dimension', 'the number of dimensions'][
        parts.length
      ]!;
      parts.push(partOf(argument, start, start + piece.length, what));
    }
    start += piece.length;
  }
  const [id, clause, count] = parts as [Part, Part, Part];
  const numbers = {
    id: lowBits(id, 32, context),
    clause: lowBits(clause, 8, context),
    count: lowBits(count, 8, context),
  };
  const problem = problemOf(numbers, clause, count);
  if (problem) {
    return problems.reject('action/invalid-argument', problem[0].span, problem[1], problem[2]);
  }
  return {
    ...simpleAction(
      'conjunction',
      argument.whole,
      `conjunction(${numbers.id},${numbers.clause}/${numbers.count})`,
    ),
    target: {
      what: 'conjunction',
      number: numbers.id,
      span: id.span,
      clause: { index: numbers.clause, count: numbers.count },
    },
  };
}

/** The first thing that the judge finds wrong with the numbers. */
function problemOf(
  { clause, count }: { clause: number; count: number },
  clausePart: Part,
  countPart: Part,
): [part: Part, verdict: string, message: string] | undefined {
  if (count < 2) {
    const message = 'A conjunction needs 2 dimensions at least: with one, an ordinary flow does.';
    return [countPart, 'conjunction must have at least 2 clauses', message];
  }
  if (count > mostClauses) {
    const message = `A conjunction has ${mostClauses} dimensions at most.`;
    return [countPart, 'conjunction must have at most 64 clauses', message];
  }
  if (clause < 1) {
    return [clausePart, 'clause index must be positive', 'Dimensions are counted from 1.'];
  }
  if (clause > count) {
    const message = `There are ${count} dimensions, so this cannot be number ${clause}.`;
    return [clausePart, 'clause index must be less than or equal to number of clauses', message];
  }
  return undefined;
}

/** The low bits of a number of any size, which is all that Open vSwitch keeps. */
function lowBits(part: Part, bits: number, { problems }: ActionContext): number {
  const { text, span } = part;
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  const magnitude = modulo64(digits, bits === 32);
  const kept = Number(BigInt.asUintN(bits, negative ? -magnitude : magnitude));
  if (negative || magnitude !== BigInt(kept) || magnitude !== exactValue(digits, bits === 32)) {
    noteWrap(text, span, kept, problems);
  }
  return kept;
}

/** The value of digits modulo 2^64. Octal and hexadecimal are read where `anyBase` says so. */
function modulo64(digits: string, anyBase: boolean): bigint {
  if (anyBase && /^0[xX]/.test(digits)) {
    return BigInt(`0x${digits.slice(2).slice(-16)}`);
  }
  if (anyBase && /^0[0-7]/.test(digits)) {
    return BigInt.asUintN(64, BigInt(`0o${digits.slice(-22)}`));
  }
  let value = 0n;
  const chunk = 15;
  for (let at = 0; at < digits.length; at += chunk) {
    const next = digits.slice(at, at + chunk);
    value = BigInt.asUintN(64, value * 10n ** BigInt(next.length) + BigInt(next));
  }
  return value;
}

/** The value of digits as long as there are not too many of them; undefined then. */
function exactValue(digits: string, anyBase: boolean): bigint | undefined {
  const significant = digits.replace(/^0+(?=[0-9])/, '');
  if (significant.length > 30) {
    return undefined;
  }
  return anyBase && /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits}`) : BigInt(digits);
}
