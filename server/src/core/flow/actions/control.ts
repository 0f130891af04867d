/** Actions that change how the packet is treated, not the packet. Source: lib/ofp-actions.c. */
import { ipProtocols } from '../../facts/protocol-words';
import type { Span } from '../../syntax/span';
import { Match } from '../match';
import type { Action, ActionContext, ActionParser, Argument } from './action';
import { readUnsigned16, readUnsigned32, wholeArgument } from './arguments';
import { conjunctionActions } from './conjunction';
import { checkActions, printActions, wireNested } from './evaluate';
import { readKeyedArguments } from './keyed-arguments';
import { noteWithoutMatch } from './needs';
import { noteEmptyList, setQueue, simpleAction, withoutArgument } from './simple';

export const controlActions: Readonly<Record<string, ActionParser>> = {
  set_queue: (argument, { problems }) => {
    const queue = readUnsigned32(wholeArgument(argument, 'the number of a queue'), problems);
    return queue === undefined ? undefined : setQueue(queue, argument.whole);
  },
  pop_queue: withoutArgument(({ keyword, whole }) => simpleAction(keyword, whole)),
  exit: withoutArgument(({ keyword, whole }) => simpleAction(keyword, whole)),
  debug_recirc: withoutArgument(debug),
  debug_slow: withoutArgument(debug),
  unroll_xlate: ({ nameSpan }, { problems }) =>
    problems.reject(
      'action/not-allowed-here',
      nameSpan,
      "UNROLL is an internal action that shouldn't be used via OpenFlow",
      'unroll_xlate is something that Open vSwitch does by itself; it cannot stand in a flow.',
    ),
  fin_timeout: parseFinTimeout,
  clone: (argument, context) => {
    noteEmptyList(argument, context);
    return clone(context.parseNested(argument.span, 'clone'), argument.whole);
  },
  ...conjunctionActions,
};

/** Only a switch that was started for tests knows these. */
function debug({ keyword, whole }: Argument): Action {
  return {
    ...simpleAction(keyword, whole),
    onWire: () => ({
      error: 'OFPBAC_BAD_VENDOR_TYPE',
      message: `${keyword} is for tests of Open vSwitch itself: a switch takes it only if it was started with --enable-dummy.`,
    }),
  };
}

function parseFinTimeout(argument: Argument, context: ActionContext): Action | undefined {
  const { problems } = context;
  const before = problems.rejections;
  const timeouts = { idle_timeout: 0, hard_timeout: 0 };
  readKeyedArguments(
    argument,
    context,
    {
      idle_timeout: (part) => {
        timeouts.idle_timeout = readUnsigned16(part, 'idle_timeout', problems) ?? 0;
      },
      hard_timeout: (part) => {
        timeouts.hard_timeout = readUnsigned16(part, 'hard_timeout', problems) ?? 0;
      },
    },
    (key) => `invalid key '${key}' in 'fin_timeout' argument`,
  );
  if (problems.rejections > before) {
    return undefined;
  }
  const parts = Object.entries(timeouts).filter(([, seconds]) => seconds > 0);
  if (parts.length === 0) {
    problems.note(
      'action/no-effect',
      argument.whole,
      'No timeout is set here, so this action does nothing. Write fin_timeout(idle_timeout=N,hard_timeout=N), or one of the two.',
    );
  }
  const { whole, nameSpan } = argument;
  return {
    ...simpleAction('fin_timeout', whole, `fin_timeout(${parts.map((part) => part.join('=')).join(',')})`),
    check: (flow) => {
      if (flow.match.value('nw_proto') !== BigInt(ipProtocols.tcp)) {
        noteWithoutMatch(flow, nameSpan, 'fin_timeout', 'tcp');
      }
    },
  };
}

function clone(nested: readonly Action[], span: Span): Action {
  return {
    name: 'clone',
    span,
    nested,
    check: (flow) => {
      const inside = { ...flow, match: new Match(flow.match), formats: flow.formats };
      checkActions(nested, inside);
      flow.formats = inside.formats;
    },
    onWire: (format) => {
      const read = wireNested(nested, format);
      return 'error' in read ? read : [clone(read, span)];
    },
    print: (format) => `clone(${printActions(nested, format)})`,
  };
}
