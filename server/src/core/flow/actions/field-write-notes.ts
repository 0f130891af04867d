/** What Open vSwitch does not say of a write to a field: what gets lost, and what is sent instead. */
import { shortened } from '../../syntax/excerpt';
import type { Fix } from '../../syntax/fix';
import type { Problems } from '../problem';
import { formatSubfield } from '../subfield';
import { formatFieldValue, formatHexadecimal } from '../values/format';
import { actionRemoval, replacing } from './arguments';
import type { NumberText } from './numbers';
import { type FieldWrite, isWhole, loadSegments } from './set-field';
import { fieldOnWire, losesMask } from './set-field-wire';

/** What gets lost of a mask. */
export function noteLosses(write: FieldWrite, value: NumberText, line: string, problems: Problems): void {
  const { field, mask, span } = write;
  if (isWhole(write)) {
    return;
  }
  if (losesMask(field)) {
    const slash = value.span.start + Math.max(value.text.indexOf('/'), 0);
    problems.note(
      'action/loses-mask',
      { start: slash, end: value.span.end },
      `OpenFlow 1.0 and 1.1 have no mask here: Open vSwitch writes the whole of ${field.name} without a word. ${mask === 0n ? 'Remove the action' : 'Use load to write some bits in every version'}.`,
      { fixes: () => loadsInstead(write) },
    );
  } else if (mask === 0n) {
    problems.note(
      'action/no-effect',
      span,
      'The mask leaves out every bit: the action writes nothing, and disappears when it is sent. Remove it.',
      {
        unnecessary: true,
        fixes: () => [
          { title: 'Remove the action', edits: [actionRemoval(line, span)], keepsMeaning: false },
        ],
      },
    );
  }
}

/** Bits of the value that the mask leaves out. */
export function noteOutside(
  { field, value, mask }: FieldWrite,
  { text, span }: NumberText,
  problems: Problems,
): void {
  if (mask === 0n || (value & ~mask) === 0n) {
    return;
  }
  const kept = formatFieldValue(field, value & mask, mask);
  problems.note(
    'action/value-outside-mask',
    span,
    `${shortened(text)} has bits that its mask leaves out. ${losesMask(field) ? 'OpenFlow 1.2 to 1.4 drop them' : 'Up to OpenFlow 1.4 they are dropped'} without a word, and in OpenFlow 1.5 the switch refuses the flow. Write ${shortened(kept)}.`,
    { fixes: () => [replacing(span, kept, `Write ${shortened(kept)}`, false)] },
  );
}

const tagBit = 0x1000n;

/** The bit of `vlan_vid` that says that there is a tag. */
export function noteMissingTagBit(
  { field, value, mask }: FieldWrite,
  { span }: Pick<NumberText, 'span'>,
  problems: Problems,
): void {
  if (field.name !== 'vlan_vid' || (value & mask & tagBit) !== 0n || mask === 0n) {
    return;
  }
  const whole = formatFieldValue(field, value | tagBit, mask | tagBit);
  problems.note(
    'action/vlan-without-tag-bit',
    span,
    `The bit 0x1000 of vlan_vid says that there is a tag. ${isWhole({ field, mask }) ? 'OpenFlow 1.0 does without; later' : 'In OpenFlow 1.5'}, a switch refuses to write the field without it. Write ${whole}.`,
    { fixes: () => [replacing(span, whole, `Write ${whole}`, isWhole({ field, mask }))] },
  );
}

/** The same bits, written by `load`. */
function loadsInstead(write: FieldWrite): Fix[] {
  const loads = loadSegments(write).map(
    (segment) => `load:${formatHexadecimal(segment.value)}->${formatSubfield(segment)}`,
  );
  return loads.length === 0 || loads.length > 2
    ? []
    : [replacing(write.span, loads.join(','), `Write ${loads.join(',')}`, false)];
}

/** Fields without a number of their own are sent as the ingress port. */
export function noteOtherField(
  { field, value, mask, span, fieldSpan }: FieldWrite,
  problems: Problems,
): void {
  if (field.codePoints.length > 0 || fieldOnWire(field) === undefined) {
    return;
  }
  const instead = field.name === 'dl_vlan' && mask !== 0n ? `mod_vlan_vid:${value}` : undefined;
  problems.note(
    'action/writes-other-field',
    fieldSpan,
    `${field.name} has no number of its own in OpenFlow. Open vSwitch sends the number 0 for it, and the switch writes in_port.${instead ? ` Write ${instead}.` : ''}`,
    instead ? { fixes: () => [replacing(span, instead, `Write ${instead}`, false)] } : {},
  );
}
