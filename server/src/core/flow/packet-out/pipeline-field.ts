/** Fields that a packet carries into the pipeline. Source: lib/ofp-parse.c, ofp_parse_field; lib/ofp-packet.c. */
import type { FormatSet } from '../../facts/flow-formats';
import type { MatchField } from '../../facts/match-fields';
import { isPipelineField } from '../../facts/packet-out-keys';
import type { Item } from '../../syntax/items';
import { removing } from '../item-fixes';
import { formatsFor } from '../match-field-items';
import type { Problems } from '../problem';
import { readFieldValue } from '../values/read';
import type { Remark } from '../values/reading';

/** What fields are read into. */
export interface PipelineReading {
  readonly text: string;
  readonly problems: Problems;
  /** The formats that can carry the fields so far. */
  formats: FormatSet;
}

/** Reads a field with its value. The value is read first, also of fields that cannot be given. */
export function readPipelineField(item: Item, field: MatchField, reading: PipelineReading): void {
  const { text, problems } = reading;
  const arrow = item.delimiter === '(' && item.closed && item.end > item.valueEnd + 1;
  const start = item.valueStart;
  const value = readFieldValue(text.slice(start, arrow ? item.end : item.valueEnd), field);
  if (!isPipelineField(field.name)) {
    problems.reject(
      'packet-out/not-allowed-here',
      { start: item.keyStart, end: item.keyEnd },
      value.rejected
        ? value.rejected.verdict
        : `${text.slice(item.keyStart, item.keyEnd)} is not a valid pipeline field for PACKET_OUT`,
      `${field.name} is read from the packet itself, or worked out by the switch. Along with a packet only the port, metadata, registers and the tunnel can be given.`,
      { fixes: () => [removing(text, { start: item.keyStart, end: item.end })] },
    );
    return;
  }
  const fixesOf = ({ replacements = [] }: Remark) => ({
    fixes: () =>
      replacements.map(({ title, newText, keepsMeaning, ...part }) => ({
        title,
        keepsMeaning,
        edits: [{ start: start + part.start, end: start + part.end, newText }],
      })),
  });
  if (value.rejected) {
    const { code, verdict, message, ...place } = value.rejected;
    problems.reject(
      code,
      { start: start + place.start, end: start + place.end },
      verdict,
      message,
      fixesOf(value.rejected),
    );
    return;
  }
  for (const remark of value.remarks) {
    problems.note(
      remark.code,
      { start: start + remark.start, end: start + remark.end },
      remark.message,
      fixesOf(remark),
    );
  }
  reading.formats &= formatsFor(field, value);
}
