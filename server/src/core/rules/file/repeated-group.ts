import type { GroupFacts } from '../../model/line-facts';
import type { FileFinding, FileRule, FileRuleInput } from '../file-rule';
import { lineRemoval } from '../flow-set';

/** A group is added that is there already. */
export const repeatedGroup: FileRule = {
  code: 'file/repeated-group',
  severity: 'warning',
  title: 'The group is added twice',
  *check(input) {
    const { file } = input;
    for (const { section } of input.flowSets) {
      const added = new Map<number, number>();
      const { headers, groupLines } = section;
      for (const line of groupLines) {
        if (headers.count > 0 && headers.first < line) {
          // What a switch has printed is not added to one.
          break;
        }
        const { group } = file.lines[line]!;
        const before = group?.number === undefined ? undefined : added.get(group.number);
        if (group?.command === 'add' && before !== undefined) {
          yield* findingOf(line, before, group.number!, input);
        }
        take(line, group, added);
      }
    }
  },
};

/** Keeps count of what is there after the line. */
function take(line: number, group: GroupFacts | undefined, added: Map<number, number>): void {
  if (group?.command === 'delete') {
    if (group.number === undefined) {
      added.clear();
    } else {
      added.delete(group.number);
    }
  } else if (
    group?.number !== undefined &&
    /^add(?:_or_mod)?$/.test(group.command) &&
    !added.has(group.number)
  ) {
    added.set(group.number, line);
  }
}

function* findingOf(
  line: number,
  before: number,
  number: number,
  input: FileRuleInput,
): Generator<FileFinding> {
  const { file, textOf } = input;
  const mentionOn = (place: number) =>
    file.lines[place]!.mentions.find(({ what, role }) => what === 'group' && role === 'definition');
  const here = mentionOn(line);
  const there = mentionOn(before);
  if (here && there) {
    const same = textOf(line).trim() === textOf(before).trim();
    yield {
      line,
      span: here.span,
      message: `Group ${number} is there already, from line ${before + 1}: the switch refuses to add it again (OFPGMFC_GROUP_EXISTS), and ovs-ofctl stops here. ${same ? 'Remove this line' : 'Give it another number, or write add_or_mod in front to change the group'}.`,
      related: [{ line: before, span: there.span, message: `Group ${number} is added here.` }],
      fixes: () =>
        same ? lineRemoval(line, `Remove line ${line + 1}, which adds the same group again`, input) : [],
    };
  }
}
