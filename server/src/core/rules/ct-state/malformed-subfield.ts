import { matchField } from '../../facts/match-fields';
import type { SubfieldError } from '../../syntax/subfield';
import type { WrittenRule } from '../rule';

const field = matchField('ct_state')!;

/** `ct_state[…]=…` that Open vSwitch cannot read. Source: lib/nx-match.c, lib/ofp-flow.c (parse_subfield). */
export const malformedSubfield: WrittenRule = {
  code: 'ct-state/malformed-subfield',
  severity: 'error',
  title: 'The subfield cannot be read',
  *check({ state }) {
    for (const { subfield } of state.terms) {
      if (subfield?.error) {
        yield {
          span: visible(subfield.error.span),
          message: `${message(subfield.error)} Open vSwitch rejects the flow.`,
        };
      }
    }
  },
};

function message({ kind, bits }: SubfieldError): string {
  switch (kind) {
    case 'malformed-brackets':
      return 'The brackets take one bit, [5], a range from low to high, [0..7], or nothing, [], for the whole field.';
    case 'outside-field':
      return `ct_state has bits 0 to ${field.bits - 1}, and a range goes from low to high.`;
    case 'not-an-integer':
      return 'Some bits of a field are matched with a number, without signs, names or a mask.';
    case 'does-not-fit':
      return `The value does not fit into ${bits === 1 ? 'one bit: it is 0 or 1' : `${bits} bits`}.`;
  }
}

/** An error in an empty value would be drawn on nothing: it is drawn on the sign before it. */
function visible(span: { start: number; end: number }): { start: number; end: number } {
  return span.start === span.end && span.start > 0 ? { start: span.start - 1, end: span.end } : span;
}
