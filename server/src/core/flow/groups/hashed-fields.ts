/** The fields that a select group hashes: `fields(ip_src,tcp_src)`. Source: lib/ofp-group.c, parse_select_group_field. */
import { matchField } from '../../facts/match-fields';
import { shortened } from '../../syntax/excerpt';
import type { FlowLine } from '../../syntax/flow-line';
import { keyText, parseItems, valueText } from '../../syntax/items';
import type { Span } from '../../syntax/span';
import { removing, renaming } from '../item-fixes';
import { isTunnelOption } from '../match';
import type { Problems } from '../problem';
import { nearestFieldName } from '../subfield';
import { readFieldValue } from '../values/read';
import { ones } from '../values/reading';

/** Reads the list in a stretch of the line, and adds what it names to `seen`. */
export function readHashedFields(
  span: Span,
  seen: Set<string>,
  { line: { text }, problems }: { readonly line: FlowLine; readonly problems: Problems },
): void {
  // Without a value, the span is that of the whole item.
  const items = text.startsWith('fields', span.start) ? [] : parseItems(text, span.start, span.end);
  for (const item of items) {
    const name = keyText(text, item);
    const field = matchField(name);
    const nameSpan = { start: item.keyStart, end: Math.max(item.keyEnd, item.keyStart + 1) };
    if (!field) {
      const nearest = problems.suggestion(() => nearestFieldName(name));
      problems.reject(
        'group/unknown-keyword',
        nameSpan,
        `${text.slice(Math.min(item.end + 1, span.end), span.end)}: unknown field ${name}`,
        `There is no match field ${shortened(name)}.${nearest ? ` Did you mean ${nearest}?` : ''}`,
        renaming(nameSpan, nearest),
      );
      continue;
    }
    if (seen.has(field.name)) {
      problems.reject(
        'group/not-allowed-here',
        nameSpan,
        `${name}: duplicate field`,
        `${name} is in the list already. Remove it.`,
        { fixes: () => [removing(text, { start: item.keyStart, end: item.end })] },
      );
    }
    seen.add(field.name);
    const mask = valueText(text, item);
    if (mask !== '') {
      const valueAt = { start: item.valueStart, end: item.valueEnd };
      const reading = readFieldValue(mask, field);
      const wrong = reading.rejected
        ? reading.rejected.verdict
        : reading.mask !== ones(field.bytes)
          ? `${mask}: wildcards not allowed here`
          : reading.value === 0n && !isTunnelOption(field)
            ? ': values are wildcards here and must not be all-zeros'
            : !field.maskable && reading.value !== ones(field.bytes)
              ? `${mask}: invalid mask for field ${field.name}`
              : undefined;
      if (wrong !== undefined) {
        problems.reject(
          'group/invalid-value',
          valueAt,
          wrong,
          `${shortened(mask)} does not say which bits of ${name} are hashed. ${field.maskable ? 'Write a mask that is not zero, in the form of a value, or nothing for all bits.' : 'This field is hashed as a whole: write its name alone.'}`,
          {
            fixes: () => [
              {
                title: `Hash all of ${name}`,
                edits: [{ start: item.keyEnd, end: item.end, newText: '' }],
                keepsMeaning: false,
              },
            ],
          },
        );
      }
    }
  }
}
