/** `sample`: some of the packets for IPFIX collectors. Source: lib/ofp-actions.c, parse_SAMPLE. */

import { shortened } from '../../syntax/excerpt';
import type { Span } from '../../syntax/span';
import type { Problems } from '../problem';
import { formatSubfield, readSubfield } from '../subfield';
import { noteSwitchName } from '../switch-names';
import { formatPort, readPort } from '../values/ports';
import type { Action, ActionContext, ActionParser, Argument } from './action';
import { readUnsigned16, readUnsigned32 } from './arguments';
import { type KeyedPart, readKeyedArguments } from './keyed-arguments';
import { noteReservedPort } from './output';
import { simpleAction } from './simple';

const noPort = 0xffff;
const numbers = ['collector_set_id', 'obs_domain_id', 'obs_point_id'] as const;

export const sampleActions: Readonly<Record<string, ActionParser>> = { sample: parseSample };

function parseSample(argument: Argument, context: ActionContext): Action | undefined {
  const { problems } = context;
  const before = problems.rejections;
  const given: Record<'probability' | (typeof numbers)[number], number | string> = {
    probability: 0,
    collector_set_id: 0,
    obs_domain_id: 0,
    obs_point_id: 0,
  };
  let samplingPort = noPort;
  let direction = '';
  const number = (name: (typeof numbers)[number]) => (part: KeyedPart) => {
    given[name] = readUnsigned32(part, problems) ?? 0;
  };
  // Since Open vSwitch 3.4 the domain and the point may be taken from a field.
  const numberOrField = (name: 'obs_domain_id' | 'obs_point_id') => (part: KeyedPart) => {
    const source = readSubfield(part.text);
    if (source.rejected) {
      number(name)(part);
    } else if (source.subfield.bits > 32) {
      problems.reject(
        'action/invalid-subfield',
        part.span,
        `size of ${name} field (${source.subfield.bits}) exceeds maximum (32)`,
        `${name} has 32 bits at most, and this is ${source.subfield.bits}: name the bits to take.`,
      );
    } else {
      given[name] = formatSubfield(source.subfield);
    }
  };
  const turn = (name: 'ingress' | 'egress') => ({
    flag: (span: Span) => {
      if (direction !== '' && direction !== name) {
        noteBothDirections(span, direction, name, problems);
      }
      direction = name;
    },
  });
  readKeyedArguments(
    argument,
    context,
    {
      probability: (part) => {
        given.probability = readProbability(part, problems);
      },
      collector_set_id: number('collector_set_id'),
      obs_domain_id: numberOrField('obs_domain_id'),
      obs_point_id: numberOrField('obs_point_id'),
      sampling_port: ({ text, span, nameSpan }) => {
        const reading = readPort(text);
        if (reading) {
          samplingPort = reading.port;
          noteReservedPort(reading, span, problems, false);
        } else if (!noteSwitchName('port', text, span, problems)) {
          problems.reject(
            text === '' ? 'action/missing-argument' : 'action/invalid-argument',
            text === '' ? nameSpan : span,
            `${text}: unknown port`,
            `${shortened(text) || 'An empty text'} is no port. Write its number, or a name such as LOCAL.`,
          );
        }
      },
      ingress: turn('ingress'),
      egress: turn('egress'),
    },
    (key) => `invalid key "${key}" in "sample" argument`,
  );
  if (problems.rejections > before) {
    return undefined;
  }
  if (given.probability === 0) {
    return problems.reject(
      'action/missing-argument',
      argument.nameSpan,
      'non-zero "probability" must be specified on sample',
      'sample needs to know how many packets of 65535 to take: write probability=N, from 1 to 65535.',
    );
  }
  const parts = [
    `probability=${given.probability}`,
    ...numbers.map((name) => `${name}=${given[name]}`),
    ...(samplingPort === noPort ? [] : [`sampling_port=${formatPort(samplingPort)}`]),
    ...(direction === '' ? [] : [direction]),
  ];
  return simpleAction('sample', argument.whole, `sample(${parts.join(',')})`);
}

function readProbability(part: KeyedPart, problems: Problems): number {
  const probability = readUnsigned16(part, 'probability', problems);
  if (probability === 0) {
    problems.reject(
      'action/invalid-argument',
      part.span,
      `invalid probability value "${part.text}"`,
      'The probability is how many packets of 65535 are taken: 1 at least.',
    );
  }
  return probability ?? 0;
}

function noteBothDirections(span: Span, earlier: string, name: string, problems: Problems): void {
  problems.note(
    'action/repeated-argument',
    span,
    `A sample has one direction. Open vSwitch takes the last one written, ${name}, and forgets ${earlier}.`,
  );
}
