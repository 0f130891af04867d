import type { MatchField } from '../../facts/match-fields';
import type { Match } from '../match';

/** What a switch makes of a match that was sent to it. */
export type MatchOnWire =
  | {
      readonly match: Match;
      /** OpenFlow 1.0 gives a flow that matches every field the highest priority, whatever it asks for. */
      readonly exact?: boolean;
      readonly error?: undefined;
    }
  | {
      /** The code with which it refuses the match. */
      readonly error: string;
      /** The field it stumbles over. */
      readonly field: MatchField | undefined;
    };
