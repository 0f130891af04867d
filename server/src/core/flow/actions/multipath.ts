/** `multipath`: a choice among links, as a number. Source: lib/multipath.c; lib/ofp-actions.c. */
import type { Span } from '../../syntax/span';
import { formatSubfield, type Subfield } from '../subfield';
import type { Action, ActionContext, ActionParser, Argument } from './action';
import { noteIgnored } from './arguments';
import { checkDestination, packedSubfield } from './check-subfield';
import { atoi, hashFields, readHashDestination, readLooseNumber, readWord, Tokens } from './hashing';

const algorithms = ['modulo_n', 'hash_threshold', 'hrw', 'iter_hash'] as const;
const separators = ', ';
const mostLinks = 65536;

interface Multipath {
  readonly fields: string;
  readonly basis: number;
  readonly algorithm: string;
  readonly links: number;
  /** An argument for the algorithm. */
  readonly parameter: number;
  readonly destination: Subfield;
  readonly destinationSpan: Span;
}

export const multipathActions: Readonly<Record<string, ActionParser>> = { multipath: parseMultipath };

function parseMultipath(argument: Argument, context: ActionContext): Action | undefined {
  const { problems } = context;
  const tokens = new Tokens(argument);
  const fields = tokens.next(separators, 'the fields to hash');
  const basis = tokens.next(separators, 'the basis of multipath');
  const algorithm = tokens.next(separators, 'the algorithm of multipath');
  const count = tokens.next(separators, 'the number of links');
  const parameter = tokens.next(separators, 'the argument of the algorithm');
  const target = tokens.next(separators, 'the field to load');
  if (!fields || !basis || !algorithm || !count || !parameter || !target) {
    return problems.reject(
      'action/missing-argument',
      argument.nameSpan,
      `${argument.text}: not enough arguments to multipath action`,
      `multipath is written multipath(fields,basis,algorithm,links,argument,field) and all of it is needed${argument.delimiter === '(' ? '' : ', in parentheses'}.`,
    );
  }
  const before = problems.rejections;
  const unknown = (what: string, text: string) => `${argument.text}: unknown ${what} \`${text}'`;
  const hashed = readWord(fields, hashFields, unknown('fields', fields.text), problems);
  const number = readLooseNumber(basis, 16, problems);
  const chosen = readWord(algorithm, algorithms, unknown('algorithm', algorithm.text), problems);
  const links = atoi(count.text);
  if (links < 1 || links > mostLinks) {
    problems.reject(
      'action/invalid-argument',
      count.span,
      `${argument.text}: n_links ${links} is not in valid range 1 to ${mostLinks}`,
      `The number of links must be from 1 to ${mostLinks}.`,
    );
  } else {
    readLooseNumber(count, 32, problems);
  }
  const extra = readLooseNumber(parameter, 32, problems);
  const destination = readHashDestination(target, argument, context);
  if (destination && destination.bits < 16 && links > 1 << destination.bits) {
    problems.reject(
      'action/invalid-argument',
      target.span,
      `${argument.text}: ${destination.bits}-bit destination field has ${1 << destination.bits} possible values, less than specified n_links ${links}`,
      `${destination.bits === 1 ? 'One bit has' : `${destination.bits} bits have`} room for ${1 << destination.bits} links only, not for ${links}.`,
    );
  }
  if (problems.rejections > before) {
    return undefined;
  }
  const rest = tokens.rest();
  if (/[^, ]/.test(rest.text)) {
    const message = 'Open vSwitch ignores what follows the field in multipath.';
    noteIgnored(rest.span, message, problems, { start: target.span.end, end: rest.span.end });
  }
  return multipath(
    {
      fields: hashed!,
      basis: number,
      algorithm: chosen!,
      links,
      parameter: extra,
      destination: destination!,
      destinationSpan: target.span,
    },
    argument.whole,
  );
}

function multipath(parameters: Multipath, span: Span): Action {
  const { fields, basis, algorithm, links, parameter, destination, destinationSpan } = parameters;
  return {
    name: 'multipath',
    span,
    result: destination.field,
    check: (flow) => {
      checkDestination(destination.field, destinationSpan, flow);
    },
    onWire: () => {
      const packed = packedSubfield(destination);
      return packed.bits < Math.ceil(Math.log2(links))
        ? {
            error: 'OFPBAC_BAD_ARGUMENT',
            message: `In OpenFlow a field of ${destination.bits} bits becomes one of ${packed.bits}, which has no room for ${links} links.`,
            span: destinationSpan,
          }
        : [multipath({ ...parameters, destination: packed }, span)];
    },
    print: () =>
      `multipath(${fields},${basis},${algorithm},${links},${parameter},${formatSubfield(destination)})`,
  };
}
