import { any, formatsSince } from '../../facts/flow-formats';
import type { WrittenRule } from '../rule';
import { removal, spanOf } from '../terms';

/** `importance`, which only OpenFlow 1.4 and later carry, under an older version. */
export const keyLost: WrittenRule = {
  code: 'version/key-lost',
  severity: 'information',
  title: 'The OpenFlow version has no such keyword, and Open vSwitch leaves it out',
  *check({ line, flow, allowed }) {
    const { format } = flow;
    if (!format || (format.bit & formatsSince('1.4')) !== 0) {
      return;
    }
    for (const term of flow.terms) {
      if (term.kind === 'key' && term.key === 'importance') {
        yield {
          span: spanOf(term),
          message:
            allowed === any
              ? `OpenFlow ${format.version}, which ovs-ofctl uses by itself, has no importance: it installs the flow without, and says nothing. Use -O OpenFlow14 or later.`
              : `OpenFlow ${format.version} has no importance: Open vSwitch installs the flow without it, and says nothing. It takes OpenFlow 1.4 or later.`,
          unnecessary: true,
          fixes: () => [removal(line, term)],
        };
      }
    }
  },
};
