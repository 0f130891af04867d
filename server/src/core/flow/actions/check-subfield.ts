/**
 * Subfields that actions read from or write to, checked against the match; and what is left of one when the
 * action is sent in the older encodings. Source: lib/meta-flow.c, mf_check_src and mf_check_dst;
 * lib/nx-match.h, nxm_encode_ofs_nbits.
 */
import { codePointName, type MatchField } from '../../facts/match-fields';
import type { Span } from '../../syntax/span';
import { meets } from '../prerequisites';
import type { Problems } from '../problem';
import { formatSubfield, readSubfield, type Subfield } from '../subfield';
import type { CheckedFlow } from './action';
import { replacing } from './arguments';
import { invalidWithMatch, rejectWithoutMatch } from './needs';
import { fixesAt } from './values';

/** The width that 6 bits can say. */
const mostPackedBits = 64;

/** Reads a whole text as a subfield, and reports why Open vSwitch rejects it. */
export function subfieldAt(text: string, span: Span, problems: Problems): Subfield | undefined {
  const reading = readSubfield(text);
  if (!reading.rejected) {
    return reading.subfield;
  }
  const { code, start, end, verdict, message, replacements } = reading.rejected;
  return problems.reject(code, { start: span.start + start, end: span.start + end }, verdict, message, {
    fixes: () => fixesAt(span.start, replacements),
  });
}

/** Reports a field that an action reads although the match does not ask for packets that have it. */
export function checkSource(field: MatchField, span: Span, flow: CheckedFlow): boolean {
  const { name, prerequisite } = field;
  if (meets(prerequisite, flow.match)) {
    return true;
  }
  rejectWithoutMatch(flow, span, name, prerequisite!);
  return false;
}

/** Reports a field that an action cannot write, at all or to all packets of the flow. */
export function checkDestination(field: MatchField, span: Span, flow: CheckedFlow): boolean {
  if (!checkSource(field, span, flow)) {
    return false;
  }
  if (field.writable !== undefined) {
    return true;
  }
  flow.problems.reject(
    'action/read-only-field',
    span,
    invalidWithMatch('OFPBAC_BAD_SET_ARGUMENT'),
    `${field.name} cannot be written by actions: it can be matched and read only.`,
  );
  return false;
}

/** Whether a field has a name on the wire in 32 bits, which some encodings have no more room for. */
export function hasShortHeader(field: MatchField): boolean {
  const [first] = field.codePoints;
  return first !== undefined && first.experimenter !== true;
}

/** Whether a field has a name on the wire at all. */
export function hasHeader(field: MatchField): boolean {
  return codePointName(field) !== field.name;
}

/**
 * The bits that are left of a subfield where the encoding has 10 bits for the offset and 6 for the width less
 * one: wider subfields run over into the offset.
 */
export function packedSubfield(subfield: Subfield): Subfield {
  const packed = ((subfield.offset << 6) | (subfield.bits - 1)) & 0xffff;
  return { field: subfield.field, offset: packed >> 6, bits: (packed & 0x3f) + 1 };
}

/** Says that the switch is told other bits than are written, because there are too many of them. */
export function noteTooWide(subfield: Subfield, span: Span, problems: Problems): void {
  if (subfield.bits <= mostPackedBits) {
    return;
  }
  const { field, offset } = subfield;
  const shown = `${field.name}[${offset}..${offset + 15}]`;
  problems.note(
    'action/subfield-too-wide',
    span,
    `Open vSwitch has no room for more than ${mostPackedBits} bits here, says nothing, and takes ${formatSubfield(packedSubfield(subfield))}. Write the bits that count, such as ${shown}.`,
    { fixes: () => [replacing(span, shown, `Write ${shown}`, false)] },
  );
}
