/** `bundle` and `bundle_load`: a choice among ports. Source: lib/bundle.c; lib/ofp-actions.c, decode_bundle. */

import { shortened } from '../../syntax/excerpt';
import { nearestName } from '../../syntax/nearest-name';
import type { Span } from '../../syntax/span';
import { formatSubfield, type Subfield } from '../subfield';
import { noteSwitchName } from '../switch-names';
import { formatPort, readPort } from '../values/ports';
import type { Action, ActionContext, ActionParser, Argument } from './action';
import { noteIgnored, type Part, replacing } from './arguments';
import { checkDestination, packedSubfield } from './check-subfield';
import { hashFields, readHashDestination, readLooseNumber, readWord, Tokens } from './hashing';
import { invalidWithMatch } from './needs';
import { isOutputPort } from './output';

/** Open vSwitch reads no more members. Source: lib/bundle.h, BUNDLE_MAX_MEMBERS. */
const mostMembers = 2048;
const algorithms = ['active_backup', 'hrw'] as const;
const memberTypes = ['ofport'] as const;
const separators = ', ';

interface Member {
  readonly port: number;
  readonly span: Span;
}

interface Bundle {
  readonly fields: string;
  readonly basis: number;
  readonly algorithm: string;
  readonly destination: { readonly subfield: Subfield; readonly span: Span } | undefined;
  readonly members: readonly Member[];
}

export const bundleActions: Readonly<Record<string, ActionParser>> = {
  bundle: (argument, context) => parseBundle(argument, context, false),
  bundle_load: (argument, context) => parseBundle(argument, context, true),
};

function parseBundle(argument: Argument, context: ActionContext, load: boolean): Action | undefined {
  const { problems } = context;
  const { keyword } = argument;
  const tokens = new Tokens(argument);
  const fields = tokens.next(separators, 'the fields to hash');
  const basis = tokens.next(separators, `the basis of ${keyword}`);
  const algorithm = tokens.next(separators, `the algorithm of ${keyword}`);
  const type = tokens.next(separators, 'the kind of members');
  const target = load ? tokens.next(separators, 'the field to load') : undefined;
  const delimiter = tokens.next(': ', 'the word before the ports');
  if (!fields || !basis || !algorithm || !type || !delimiter) {
    return problems.reject(
      'action/missing-argument',
      argument.nameSpan,
      `${argument.text}: not enough arguments to bundle action`,
      `${keyword} is written ${keyword}(fields,basis,algorithm,ofport,${load ? 'field,' : ''}members:port,...) and all of it is needed${argument.delimiter === '(' ? '' : ', in parentheses'}.`,
    );
  }
  const before = problems.rejections;
  const reject = (part: Part, text: string) => `${argument.text}: ${text} \`${part.text}'`;
  const members = readDelimiter(delimiter, argument, context) ? readMembers(tokens, context) : [];
  const hashed = readWord(fields, hashFields, reject(fields, 'unknown fields'), problems);
  const number = readLooseNumber(basis, 16, problems);
  const chosen = readWord(algorithm, algorithms, reject(algorithm, 'unknown algorithm'), problems);
  readWord(type, memberTypes, reject(type, 'unknown member_type'), problems);
  const subfield = target && readHashDestination(target, argument, context);
  if (problems.rejections > before) {
    return undefined;
  }
  if (members.length === 0) {
    problems.note(
      'action/no-effect',
      delimiter.span,
      `There are no ports behind ${delimiter.text}, so ${load ? 'no port is ever chosen' : 'packets are sent nowhere'}.`,
    );
  }
  const destination = subfield && { subfield, span: target.span };
  return bundle({ fields: hashed!, basis: number, algorithm: chosen!, destination, members }, argument.whole);
}

function readDelimiter(delimiter: Part, { text }: Argument, { problems }: ActionContext): boolean {
  const word = delimiter.text.toLowerCase();
  if (word === 'members' || word === 'slaves') {
    return true;
  }
  const nearest = nearestName(word, ['members']);
  problems.reject(
    'action/missing-argument',
    delimiter.span,
    `${text}: missing member delimiter, expected \`members', got \`${delimiter.text}'`,
    `The ports must stand behind members: and nothing else may stand here.`,
    nearest ? { fixes: () => [replacing(delimiter.span, nearest, `Write ${nearest}`, false)] } : {},
  );
  return false;
}

function readMembers(tokens: Tokens, { problems }: ActionContext): Member[] {
  const members: Member[] = [];
  for (;;) {
    const part = tokens.next(', []', 'a member');
    if (!part) {
      return members;
    }
    if (members.length >= mostMembers) {
      const span = { start: part.span.start, end: tokens.rest().span.end };
      noteIgnored(span, `Open vSwitch reads ${mostMembers} members and ignores the others.`, problems, {
        start: span.start - 1,
        end: span.end,
      });
      return members;
    }
    const reading = readPort(part.text);
    if (reading) {
      members.push({ port: reading.port, span: part.span });
    } else if (!noteSwitchName('port', part.text, part.span, problems)) {
      problems.reject(
        'action/invalid-argument',
        part.span,
        `${part.text}: bad port number`,
        `${shortened(part.text)} is no port. Write its number, or a name such as LOCAL.`,
      );
    }
  }
}

function bundle(parameters: Bundle, span: Span): Action {
  const { fields, basis, algorithm, destination, members } = parameters;
  return {
    name: 'bundle',
    span,
    ...(destination && { result: destination.subfield.field }),
    check: (flow) => {
      if (destination && !checkDestination(destination.subfield.field, destination.span, flow)) {
        return;
      }
      for (const member of members) {
        const name = formatPort(member.port);
        if (name === 'CONTROLLER' || (name !== 'ANY' && !isOutputPort(member.port))) {
          flow.problems.reject(
            'action/invalid-argument',
            member.span,
            invalidWithMatch('OFPBAC_BAD_OUT_PORT'),
            `${name} cannot be a member: packets cannot be sent there by a bundle.`,
          );
        }
      }
    },
    onWire: () => {
      if (!destination) {
        return [bundle(parameters, span)];
      }
      const subfield = packedSubfield(destination.subfield);
      return subfield.bits < 16
        ? {
            error: 'OFPBAC_BAD_ARGUMENT',
            message: `bundle_load writes a port number, for which the switch wants 16 bits at least; ${formatSubfield(subfield)} has ${subfield.bits}.`,
            span: destination.span,
          }
        : [bundle({ ...parameters, destination: { ...destination, subfield } }, span)];
    },
    print: () =>
      `${destination ? 'bundle_load' : 'bundle'}(${fields},${basis},${algorithm},ofport,${destination ? `${formatSubfield(destination.subfield)},` : ''}members:${members.map(({ port }) => formatPort(port)).join(',')})`,
  };
}
