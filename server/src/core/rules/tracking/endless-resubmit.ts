import type { FileRule } from '../file-rule';
import { loopsIn, wayOf } from '../loops-in';
import { placesAlong } from '../ways-to-tables';

/** Source: ofproto/ofproto-dpif-xlate.c, MAX_DEPTH. */
const deepestLookup = 64;

/** Packets that are looked up in the same flow until Open vSwitch gives up. */
export const endlessResubmit: FileRule = {
  code: 'tracking/endless-resubmit',
  severity: 'warning',
  title: 'Packets are resubmitted to the same flow until they are dropped',
  *check(input) {
    for (const { flow, loop } of loopsIn(input)) {
      if (!loop.recirculates) {
        yield {
          line: flow.line,
          span: loop.path[0]!.place.span,
          message: `Packets come back to this flow unchanged (by ${wayOf(loop)}). Open vSwitch gives up after ${deepestLookup} rounds and drops them. Send them to ${loop.path.length === 1 ? 'another table' : 'a table that does not lead back'}, or change in the packet what this flow matches.`,
          related: placesAlong(loop.path).slice(loop.path.length === 1 ? 1 : 0),
        };
      }
    }
  },
};
