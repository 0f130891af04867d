/** Matches on connection state that are written as numbers, decoded: `0x22/0x23` is `+est+trk-new`. */
import { describePackets } from '../conntrack/description';
import { listSpelling, signedSpelling } from '../conntrack/spelling';
import { allFlags, type StateMatch } from '../conntrack/states';
import { connectionStateFlags } from '../facts/connection-state';
import { connectionStateOf, isRejected, mentionsConnectionState } from '../model/flow-connection-state';
import { isWithin, nestedActions } from '../syntax/actions';
import { type FlagMatch, parseFlagMatch } from '../syntax/flag-match';
import type { FlowLine } from '../syntax/flow-line';
import { keyText } from '../syntax/items';
import type { Span } from '../syntax/span';
import type { InlayHint } from './inlay-hints-hint';
import { code, paragraphs } from './markdown';

export function stateHints(line: FlowLine): InlayHint[] {
  if (!mentionsConnectionState(line) || line.kind !== 'flow') {
    return [];
  }
  const terms = connectionStateOf(line).terms.filter((term) => !isRejected(term) && term.accepted);
  return [
    ...terms.flatMap(({ accepted, span }) => hintFor(line.text, accepted!, span)),
    ...learnedHints(line),
  ];
}

/** `learn(…,ct_state=0x21/0x21,…)`: a match of the flow that will be learned. */
function learnedHints(line: FlowLine): InlayHint[] {
  const hints: InlayHint[] = [];
  for (const nested of nestedActions(line)) {
    const { item } = nested;
    if (keyText(line.text, item) === 'ct_state' && isWithin(line.text, nested, 'learn')) {
      const span = { start: item.valueStart, end: item.valueEnd };
      const match = parseFlagMatch(line.text, span.start, span.end, connectionStateFlags, allFlags);
      hints.push(...(match ? hintFor(line.text, match, span) : []));
    }
  }
  return hints;
}

function hintFor(text: string, { numbers, terms, value, mask }: FlagMatch, span: Span): InlayHint[] {
  if (numbers.length === 0 || terms.length > 0) {
    return [];
  }
  const match = { value, mask };
  const written = code(`ct_state=${text.slice(span.start, span.end)}`);
  const packets = `Matches ${describePackets(match)}.`;
  const others = mask === allFlags && value !== 0 ? 'All other flags must be clear.' : '';
  return [{ offset: span.end, label: labelOf(match), tooltip: paragraphs(written, packets, others) }];
}

/** Flags that must be set first, as people write them. */
function labelOf({ value, mask }: StateMatch): string {
  if (mask === 0) {
    return 'any state';
  }
  if (mask === allFlags) {
    return value === 0 ? 'untracked' : listSpelling(value);
  }
  const set = connectionStateFlags.map(({ bit }) => bit).filter((bit) => value & bit);
  return signedSpelling({ value, mask }, set);
}
