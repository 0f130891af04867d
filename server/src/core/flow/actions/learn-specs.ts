/**
 * What a learned flow matches and does: `eth_type=0x800`, `reg0[0..7]=reg1[8..15]`, `load:1->reg2`,
 * `output:reg3`. Source: lib/learn.c, learn_parse_spec; ovs-actions(7), "The learn action".
 */
import { fieldOfAnyName } from '../../facts/match-fields';
import { protocolWord } from '../../facts/protocol-words';
import { shortened } from '../../syntax/excerpt';
import { nearestFieldName, readSubfield, type Subfield } from '../subfield';
import type { ActionContext } from './action';
import { replacing } from './arguments';
import { hasShortHeader, subfieldAt } from './check-subfield';
import { readLoad } from './learn-load';
import { type LearnSpec, rejectField, rejectWidths } from './learn-spec';
import { readLearnedValue } from './learn-values';
import { type NamedArgument, rejectUnknown, valueSpan } from './named-arguments';

/**
 * Reads an argument of learn that is none of its keywords (`keywords`, for suggestions). `whole` is the text of
 * all arguments, which the judge repeats in its messages. Undefined after reporting why it is rejected.
 */
export function readLearnSpec(
  argument: NamedArgument,
  whole: string,
  keywords: readonly string[],
  context: ActionContext,
): LearnSpec | undefined {
  const { name } = argument;
  if (name === 'load') {
    return readLoad(argument, context);
  }
  if (name === 'output') {
    return readOutput(argument, context);
  }
  const destination = readSubfield(name);
  if (!destination.rejected) {
    return readMatch(argument, destination.subfield, whole, context);
  }
  const verdict = `${whole}: unknown keyword ${name}`;
  if (destination.rejected.code === 'action/invalid-subfield') {
    const { start, end, message } = destination.rejected;
    const base = argument.nameSpan.start;
    const span = { start: base + start, end: base + end };
    return context.problems.reject('action/invalid-subfield', span, verdict, message);
  }
  return rejectKeyword(argument, verdict, keywords, context);
}

function rejectKeyword(
  argument: NamedArgument,
  verdict: string,
  keywords: readonly string[],
  context: ActionContext,
): undefined {
  const { name, nameSpan } = argument;
  const word = protocolWord(name);
  if (word && argument.text === '') {
    const { etherType, ipProtocol } = word;
    const meant = `eth_type=0x${etherType.toString(16)}${ipProtocol === undefined ? '' : `,nw_proto=${ipProtocol}`}`;
    return context.problems.reject(
      'action/unknown-argument',
      nameSpan,
      verdict,
      `learn takes no words for protocols. Write ${meant}.`,
      { fixes: () => [replacing(nameSpan, meant, `Write ${meant}`, false)] },
    );
  }
  const names = [...keywords, 'load', 'output'];
  const field = nearestFieldName(name);
  const hint =
    'It takes fields to match, load:...->field, output:field, and settings of the flow such as table and priority.';
  return rejectUnknown(argument, 'learn', field ? [...names, field] : names, verdict, hint, context);
}

function namesField(text: string): boolean {
  return fieldOfAnyName(/^[^[-]*/.exec(text)![0]) !== undefined;
}

function readMatch(
  argument: NamedArgument,
  destination: Subfield,
  whole: string,
  context: ActionContext,
): LearnSpec | undefined {
  const { name, text, nameSpan } = argument;
  const { problems } = context;
  if (!hasShortHeader(destination.field)) {
    return rejectField(destination, nameSpan, whole, name, context);
  }
  const spans = { span: argument.whole, sourceSpan: valueSpan(argument), destinationSpan: nameSpan };
  if (text === '') {
    return { kind: 'match', source: destination, destination, ...spans };
  }
  // To read a text as a subfield takes long where it is none: a name has to be found that is near.
  const source = namesField(text) ? readSubfield(text) : undefined;
  if (!source || source.rejected) {
    const notSubfield = () => (source ?? readSubfield(text)).rejected!;
    const value = readLearnedValue(argument, destination, whole, notSubfield, context);
    return value === undefined ? undefined : { kind: 'match', source: value, destination, ...spans };
  }
  if (source.subfield.bits !== destination.bits) {
    // The judge has the two widths the wrong way round.
    const verdict = `${whole}: bit widths of ${name} (${source.subfield.bits}) and ${text} (${destination.bits}) differ`;
    const from = { subfield: source.subfield, span: argument.span };
    return rejectWidths(verdict, from, { subfield: destination, span: nameSpan }, problems);
  }
  return { kind: 'match', source: source.subfield, destination, ...spans };
}

function readOutput(argument: NamedArgument, { problems }: ActionContext): LearnSpec | undefined {
  const { text } = argument;
  const span = valueSpan(argument);
  if (/^\d*$/.test(text)) {
    return problems.reject(
      text === '' ? 'action/missing-argument' : 'action/unknown-field',
      span,
      `${text}: unknown field \`${text}'`,
      `Inside learn, output takes a field that holds the number of a port, as in output:NXM_OF_IN_PORT[].${text === '' ? '' : ` For port ${shortened(text)}, load the number into a register in an action before learn, and name the register here.`}`,
    );
  }
  const source = subfieldAt(text, span, problems);
  return (
    source && {
      kind: 'output',
      source,
      span: argument.whole,
      sourceSpan: span,
      destinationSpan: argument.nameSpan,
    }
  );
}
