/** Options of a network service header: `tlv(0x1000,10,0x12345678)`. Source: lib/ofp-ed-props.c. */
import { shortened } from '../../syntax/excerpt';
import type { Span } from '../../syntax/span';
import type { Problems } from '../problem';
import { formatHexadecimal } from '../values/format';
import { noteIgnored } from './arguments';
import { noteWrap } from './numbers';

/** As Open vSwitch scans it: class, type and value; no more than 251 digits of the value. */
const pattern =
  /^0x([ \t\n\v\f\r]*)([-+]?(?:0[xX])?[0-9a-fA-F]+),([ \t\n\v\f\r]*)([-+]?[0-9]+),0x([0-9a-fA-F]{1,251})/;

/** The option as Open vSwitch prints it; undefined after reporting why it is rejected. */
export function readServiceHeaderOption(text: string, span: Span, problems: Problems): string | undefined {
  const found = pattern.exec(text);
  if (!found) {
    return problems.reject(
      'action/invalid-argument',
      span,
      `Invalid NSH TLV header: ${text}`,
      `${shortened(text)} is no option. Write its class in hexadecimal, its type in decimal and its value in hexadecimal, as in tlv(0x1000,10,0x12345678).`,
    );
  }
  const [whole, blank, classText, typeBlank, typeText, valueText] = found as unknown as string[];
  const classStart = 2 + blank!.length;
  const typeStart = classStart + classText!.length + 1 + typeBlank!.length;
  const at = (start: number, length: number) => ({
    start: span.start + start,
    end: span.start + start + length,
  });
  const classNumber = low(classText!, 16, 16);
  if (!fits(classText!, 16, 16)) {
    noteWrap(classText!, at(classStart, classText!.length), classNumber.toString(16), problems);
  }
  const type = low(typeText!, 10, 8);
  if (!fits(typeText!, 10, 8)) {
    noteWrap(typeText!, at(typeStart, typeText!.length), type, problems);
  }
  const valueStart = whole!.length - valueText!.length;
  const kept = valueText!.length - (valueText!.length % 2);
  if (valueStart + kept < text.length) {
    noteIgnored(
      at(valueStart + kept, text.length - valueStart - kept),
      'The value of an option has up to 125 whole bytes, two digits each. Open vSwitch ignores what is behind them.',
      problems,
    );
  }
  const value = formatHexadecimal(BigInt(`0x0${valueText!.slice(0, kept)}`));
  return `tlv(0x${classNumber.toString(16).padStart(4, '0')},${type},${value})`;
}

function number(text: string, base: 10 | 16): bigint {
  const [, sign, digits] = /^([-+]?)(?:0[xX])?([0-9a-fA-F]+)$/.exec(text)!;
  // Many digits change nothing: only the low bits count.
  const magnitude = BigInt(base === 16 ? `0x${digits!.slice(-16)}` : digits!.slice(0, 400));
  return sign === '-' ? -magnitude : magnitude;
}

function low(text: string, base: 10 | 16, bits: number): bigint {
  return BigInt.asUintN(bits, number(text, base));
}

function fits(text: string, base: 10 | 16, bits: number): boolean {
  const value = number(text, base);
  return value >= 0n && value < 1n << BigInt(bits) && text.length <= 20;
}
