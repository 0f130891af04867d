import { matchField } from '../../facts/match-fields';
import type { MatchTerm } from '../../flow/match-items';
import type { WrittenRule } from '../rule';
import { removal, spanOf, written } from '../terms';

/** Two protocols asked for at once, `tcp,udp` or `ip,ipv6`: Open vSwitch keeps the last. */
export const conflictingProtocols: WrittenRule = {
  code: 'match/conflicting-protocols',
  severity: 'warning',
  title: 'The match asks for two protocols, and Open vSwitch keeps the last',
  *check({ line, flow }) {
    const asked = new Map<string, { term: MatchTerm; value: bigint }>();
    for (const term of flow.terms) {
      for (const [slot, value] of protocolsOf(term)) {
        const before = asked.get(slot);
        asked.set(slot, { term, value });
        if (before && before.value !== value) {
          yield {
            span: spanOf(before.term),
            message: `${written(line, before.term)} is overridden by ${written(line, term)} behind it: a packet has one ${slot === 'dl_type' ? 'Ethernet type' : 'IP protocol'}. Open vSwitch keeps the last and says nothing. Write a flow for each.`,
            unnecessary: true,
            related: [{ span: spanOf(term), message: 'This is what Open vSwitch keeps.' }],
            fixes: () => [removal(line, before.term), removal(line, term)],
          };
          break;
        }
      }
    }
  },
};

const etherType = matchField('eth_type');
const ipProtocol = matchField('nw_proto');

function protocolsOf({ word, field, value }: MatchTerm): [slot: string, value: bigint][] {
  if (word) {
    const type: [string, bigint] = ['dl_type', BigInt(word.etherType)];
    return word.ipProtocol === undefined ? [type] : [type, ['nw_proto', BigInt(word.ipProtocol)]];
  }
  if (value && value.mask !== 0n && (field === etherType || field === ipProtocol)) {
    return [[field === etherType ? 'dl_type' : 'nw_proto', value.value]];
  }
  return [];
}
