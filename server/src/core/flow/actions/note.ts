/** `note`: bytes that Open vSwitch keeps and does nothing with. Source: lib/ofp-actions.c. */
import type { Span } from '../../syntax/span';
import type { Action, ActionParser } from './action';
import { replacing } from './arguments';
import { formatBytes, readBytes } from './bytes';
import { matchAt } from './output';

/** The message has room for 6 bytes, and for 8 more at a time. */
const room = 6;
const step = 8;

export const noteActions: Readonly<Record<string, ActionParser>> = {
  note: ({ text, span, whole, nameSpan, delimiter }, { text: line, problems }) => {
    const { hex, end } = readBytes(text);
    if (end < text.length) {
      return problems.reject(
        'action/invalid-argument',
        text === '' ? nameSpan : span,
        "bad hex digit in `note' argument",
        'A note is a row of bytes of two hexadecimal digits each, with dots between them if you like, as in note:00.1f.',
      );
    }
    const behind =
      delimiter === '('
        ? null
        : matchAt(/[ \t]+(([0-9a-f]{2}[ \t.]*)*[0-9a-f]{2})(?=[,)]|$)/iy, line, whole.end);
    if (behind && /^[0-9]/.test(behind[1]!)) {
      const all = { start: whole.start, end: whole.end + behind[0].length };
      const meant = `note:${formatBytes(hex + readBytes(behind[1]!).hex)}`;
      problems.note(
        'action/two-actions',
        all,
        'The note ends at the space: Open vSwitch takes what follows for ports, and sends packets there. Write dots between the bytes.',
        { fixes: () => [replacing(all, meant, `Write ${meant}`, false)] },
      );
    }
    return note(hex, whole);
  },
};

function note(hex: string, span: Span): Action {
  return {
    name: 'note',
    span,
    // The room of the message that the bytes leave is filled with zeros, which nobody can tell from bytes.
    onWire: () => {
      const bytes = hex.length / 2;
      const padded = room + step * Math.max(Math.ceil((bytes - room) / step), 0);
      return [note(hex.padEnd(padded * 2, '0'), span)];
    },
    print: () => `note:${formatBytes(hex)}`,
  };
}
