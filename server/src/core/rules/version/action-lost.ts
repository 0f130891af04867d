import { any, flowFormats } from '../../facts/flow-formats';
import type { Action } from '../../flow/actions/action';
import { wireActions } from '../../flow/actions/evaluate';
import type { Problem } from '../../flow/problem';
import type { WrittenRule } from '../rule';

/** An action that the OpenFlow version cannot carry and Open vSwitch leaves out: `write_actions` in 1.0. */
export const actionLost: WrittenRule = {
  code: 'version/action-lost',
  severity: 'information',
  title: 'The OpenFlow version has no such action, and Open vSwitch leaves it out',
  *check({ flow, allowed }) {
    const { format } = flow;
    if (!format || !flow.accepted) {
      return;
    }
    for (const action of flow.actions) {
      if (!disappears(action, format) || doesNothing(action, flow.problems)) {
        continue;
      }
      const first = flowFormats.find(
        (other) => (flow.usable & other.bit) !== 0 && !disappears(action, other),
      );
      if (!first) {
        continue;
      }
      yield {
        span: action.span,
        message:
          allowed === any
            ? `OpenFlow ${format.version}, which ovs-ofctl uses by itself, has no ${action.name}: it installs the flow without, and says nothing. Use -O OpenFlow${first.version.replace('.', '')} or later.`
            : `OpenFlow ${format.version} has no ${action.name}: Open vSwitch installs the flow without it, and says nothing. It takes OpenFlow ${first.version} or later.`,
      };
    }
  },
};

/** What writes nothing disappears in every version that writes it as single bits. */
function doesNothing({ span }: Action, problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.code === 'action/no-effect' && problem.span.start === span.start);
}

function disappears(action: Action, format: (typeof flowFormats)[number]): boolean {
  const wired = wireActions([action], format);
  return !('error' in wired) && wired.length === 0;
}
