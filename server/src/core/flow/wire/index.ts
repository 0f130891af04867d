import type { FlowFormat } from '../../facts/flow-formats';
import type { Match } from '../match';
import { throughExtensibleMatch } from './extensible';
import type { MatchOnWire } from './match-on-wire';
import { throughOpenflow10 } from './openflow10';
import { throughOpenflow11 } from './openflow11';

/** What a switch makes of a match that is sent to it in a format. */
export function matchOnWire(match: Match, format: FlowFormat): MatchOnWire {
  switch (format.match) {
    case 'openflow10':
      return throughOpenflow10(match);
    case 'openflow11':
      return throughOpenflow11(match);
    case 'nxm':
    case 'oxm':
      return throughExtensibleMatch(match, format.match === 'oxm');
  }
}
