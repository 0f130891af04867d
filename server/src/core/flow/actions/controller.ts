/** `controller`: packets for an OpenFlow controller. Source: lib/ofp-actions.c, parse_CONTROLLER. */
import { shortened } from '../../syntax/excerpt';
import { nearestName } from '../../syntax/nearest-name';
import type { Span } from '../../syntax/span';
import type { Action, ActionContext, ActionParser, Argument } from './action';
import { noteIgnored, readUnsigned16, readUnsigned32, removal, replacing, wholeArgument } from './arguments';
import { formatBytes, readBytes } from './bytes';
import { type KeyedPart, readKeyedArguments } from './keyed-arguments';
import { outputToController } from './output';

/**
 * Why a packet was sent, by the words that Open vSwitch knows. The empty text stands for a reason of its own,
 * of packets that matched no flow. Source: lib/ofp-packet.c, ofputil_packet_in_reason_to_string.
 */
const reasons = ['no_match', 'action', 'invalid_ttl', 'action_set', 'group', 'packet_out', ''] as const;
type Reason = (typeof reasons)[number];

const wholePacket = 0xffff;

interface Controller {
  readonly reason: Reason;
  readonly maxLength: number;
  readonly id: number;
  readonly userdata: string;
  readonly pause: boolean;
  readonly meter: number;
}

export const controllerActions: Readonly<Record<string, ActionParser>> = { controller: parseController };

function parseController(argument: Argument, context: ActionContext): Action | undefined {
  const { text, whole } = argument;
  const { problems } = context;
  if (/^[0-9]*$/.test(text)) {
    const part = wholeArgument(argument, 'max_len of controller');
    const maxLength = text === '' ? wholePacket : readUnsigned16(part, 'max_len', problems);
    return maxLength === undefined ? undefined : outputToController(maxLength, whole);
  }
  const before = problems.rejections;
  const given = readOptions(argument, context);
  if (problems.rejections > before) {
    return undefined;
  }
  const { reason, id, userdata, pause, meter } = given;
  return reason === 'action' && id === 0 && userdata === undefined && !pause && meter === 0
    ? outputToController(given.maxLength, whole)
    : controller({ ...given, userdata: userdata ?? '' }, whole);
}

type Options = Omit<Controller, 'userdata'> & { readonly userdata: string | undefined };

function readOptions(argument: Argument, context: ActionContext): Options {
  const { problems } = context;
  let reason: Reason = 'action';
  let maxLength = wholePacket;
  let id = 0;
  let userdata: Pick<KeyedPart, 'text' | 'span' | 'whole'> | undefined;
  let pause = false;
  let meter = 0;
  readKeyedArguments(
    argument,
    context,
    {
      reason: ({ text, span }) => {
        const lower = text.toLowerCase();
        const known = reasons.find((each) => each === lower);
        if (known !== undefined) {
          reason = known;
          return;
        }
        const words = reasons.filter((each) => each !== '');
        const nearest = nearestName(lower, words);
        problems.reject(
          'action/invalid-argument',
          span,
          `unknown reason "${text}"`,
          `${shortened(text)} is no reason. ${nearest ? `Did you mean ${nearest}?` : `Write one of ${words.join(', ')}.`}`,
          nearest ? { fixes: () => [replacing(span, nearest, `Write ${nearest}`, false)] } : {},
        );
      },
      max_len: (part) => {
        maxLength = readUnsigned16(part, 'max_len', problems) ?? maxLength;
      },
      id: (part) => {
        id = readUnsigned16(part, 'id', problems) ?? id;
      },
      userdata: ({ text, span, whole }) => {
        userdata = { text, span, whole };
      },
      pause: {
        flag: () => {
          pause = true;
        },
      },
      meter_id: (part) => {
        meter = readUnsigned32(part, problems) ?? meter;
      },
    },
    (key) => `unknown key "${key}" parsing controller action`,
  );
  return { reason, maxLength, id, userdata: userdata && readUserdata(userdata, context), pause, meter };
}

/** Open vSwitch reads the last userdata only, behind all other arguments. */
function readUserdata(
  { text, span, whole }: Pick<KeyedPart, 'text' | 'span' | 'whole'>,
  { text: line, problems }: ActionContext,
): string {
  const { hex, end } = readBytes(text);
  if (end < text.length) {
    problems.reject(
      'action/invalid-argument',
      span,
      "bad hex digit in `controller' action `userdata'",
      'userdata is a row of bytes of two hexadecimal digits each, with dots between them if you like, as in userdata=00.1f.',
    );
  } else if (hex === '') {
    const message = 'There are no bytes here, so Open vSwitch leaves userdata out.';
    noteIgnored(whole, message, problems, removal(line, whole));
  }
  return hex;
}

function controller(options: Controller, span: Span): Action {
  const { reason, maxLength, id, userdata, pause, meter } = options;
  const isPlain = reason === 'action' && id === 0 && userdata === '' && !pause && meter === 0;
  const parts = [
    ...(reason === 'action' ? [] : [`reason=${reason}`]),
    ...(maxLength === wholePacket ? [] : [`max_len=${maxLength}`]),
    ...(id === 0 ? [] : [`id=${id}`]),
    ...(userdata === '' ? [] : [`userdata=${formatBytes(userdata)}`]),
    ...(pause ? ['pause'] : []),
    ...(meter === 0 ? [] : [`meter_id=${meter}`]),
  ];
  return {
    name: 'controller',
    span,
    print: () => (isPlain ? `CONTROLLER:${maxLength}` : `controller(${parts.join(',')})`),
  };
}
