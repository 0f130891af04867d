import type { FileRule } from '../file-rule';
import { spanOf } from '../flow-set';

/** Lines that only `ovs-ofctl bundle` reads among lines that it does not read. */
export const mixedFormats: FileRule = {
  code: 'file/mixed-formats',
  severity: 'information',
  title: 'Lines of a bundle stand among lines of a flow file',
  *check({ file, textOf, flowSets }) {
    for (const { section } of flowSets) {
      const { bundled, plain } = section;
      if (bundled.count === 0 || plain.count === 0) {
        continue;
      }
      const firstBundled = { line: bundled.first, word: file.lines[bundled.first]!.bundleWord! };
      const firstPlain = { line: plain.first, span: spanOf(file.flows[plain.first]!) };
      const word = textOf(firstBundled.line).slice(firstBundled.word.start, firstBundled.word.end);
      const isPlainFile = plain.count > bundled.count;
      yield {
        line: isPlainFile ? firstBundled.line : firstPlain.line,
        span: isPlainFile ? firstBundled.word : firstPlain.span,
        message: isPlainFile
          ? `Only ovs-ofctl bundle knows the word ${word} in front, and other lines of this file do without, as on line ${firstPlain.line + 1}. ovs-ofctl add-flows stops at this line, ovs-ofctl bundle at the others. Take the word away here, or write one on every line.`
          : `This line has no flow, group or packet-out in front, and other lines of this file have one, as on line ${firstBundled.line + 1}. ovs-ofctl bundle stops at this line, ovs-ofctl add-flows at the others. Write flow in front, or take the words away everywhere.`,
        related: [
          isPlainFile
            ? { line: firstPlain.line, span: firstPlain.span, message: 'A line without a word in front.' }
            : { line: firstBundled.line, span: firstBundled.word, message: 'A line of a bundle.' },
        ],
      };
    }
  },
};
