import type { WrittenRule } from '../rule';

/** No actions at all: the flow drops its packets. */
export const emptyActions: WrittenRule = {
  code: 'action/empty',
  severity: 'warning',
  title: 'The list of actions is empty',
  *check({ line, flow }) {
    const part = line.actions;
    if (
      line.kind !== 'flow' ||
      part?.equals === undefined ||
      part.items.length > 0 ||
      flow.command.startsWith('delete')
    ) {
      return;
    }
    const end = part.equals + 1;
    yield {
      span: { start: part.word.start, end },
      message: 'No actions follow: Open vSwitch takes that for drop. Write actions=drop to say so.',
      fixes: () => [
        {
          title: 'Write actions=drop',
          edits: [{ start: part.word.start, end, newText: 'actions=drop' }],
          keepsMeaning: true,
        },
      ],
    };
  },
};
