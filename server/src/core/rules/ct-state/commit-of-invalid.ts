import { connectionStateFlags } from '../../facts/connection-state';
import { actionName, isWithin, nestedActions } from '../../syntax/actions';
import { keyText } from '../../syntax/items';
import type { WrittenRule } from '../rule';

const barred = connectionStateFlags.reduce((bits, flag) => bits | (flag.barsCommit ? flag.bit : 0), 0);

/** A flow that matches invalid packets and commits them. Source: lib/ofp-actions.c, OFPBAC_MATCH_INCONSISTENT. */
export const commitOfInvalid: WrittenRule = {
  code: 'ct-state/commit-of-invalid',
  severity: 'error',
  title: 'Invalid packets cannot be committed',
  *check({ line, state }) {
    if (!state.effective || !(state.effective.value & barred)) {
      return;
    }
    for (const nested of nestedActions(line)) {
      const key = keyText(line.text, nested.item);
      const outer = nested.within[nested.within.length - 1];
      const inTracker = outer !== undefined && actionName(line.text, outer) === 'ct';
      if (key === 'commit' && inTracker && !isWithin(line.text, nested, 'learn')) {
        const span = { start: nested.item.keyStart, end: nested.item.keyEnd };
        const matched = state.terms.findLast((term) => term.match.value & barred)!.span;
        yield {
          span,
          message:
            'The flow matches packets that the tracker found invalid (+inv), and those belong to no connection that could be committed. Open vSwitch rejects the flow. Drop such packets, or match them without +inv.',
          related: [{ span: matched, message: '+inv is asked for here.' }],
        };
      }
    }
  },
};
