import { fieldOfAnyName } from '../facts/match-fields';
import { type Item, keyText, valueText } from '../syntax/items';
import { withoutBrackets } from '../syntax/subfield';

/**
 * Whether an item of a match can only match tracked packets: `ct_zone`, `ct_mark` and `ct_label` with a
 * bit that must be set (an untracked packet carries 0 in them), or the original tuple.
 * Source: ovs-fields(7), "Connection Tracking Fields".
 */
export function saysTracked(text: string, item: Item): boolean {
  const field = fieldOfAnyName(withoutBrackets(keyText(text, item)));
  switch (field?.impliesTracked) {
    case 'always':
      return asksForAnything(valueText(text, item));
    case 'when-non-zero':
      return asksForSetBit(valueText(text, item));
    default:
      return false;
  }
}

/** Not where the value is left open: Open vSwitch drops such a field from the match. */
function asksForAnything(value: string): boolean {
  return value !== '' && value !== '*' && !/\/(?:0+|0[xX]0+|0+\.0+\.0+\.0+|::)$/.test(value);
}

function asksForSetBit(value: string): boolean {
  const [bits, mask] = value.split('/').map(wideInteger);
  if (bits === undefined) {
    return false;
  }
  return (mask === undefined ? bits : bits & mask) !== 0n;
}

function wideInteger(text: string): bigint | undefined {
  if (text.length > 40) {
    return undefined;
  }
  if (/^0[0-7]+$/.test(text)) {
    return BigInt(`0o${text.slice(1)}`);
  }
  return /^(?:0[xX][0-9a-fA-F]+|[0-9]+)$/.test(text) ? BigInt(text) : undefined;
}
