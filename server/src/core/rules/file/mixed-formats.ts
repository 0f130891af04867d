import type { Span } from '../../syntax/span';
import type { FileRule } from '../file-rule';

/** Lines that only `ovs-ofctl bundle` reads among lines that it does not read. */
export const mixedFormats: FileRule = {
  code: 'file/mixed-formats',
  severity: 'information',
  title: 'Lines of a bundle stand among lines of a flow file',
  *check({ file, textOf, flowSets }) {
    for (const { section } of flowSets) {
      const bundled: { line: number; word: Span }[] = [];
      const plain: { line: number; span: Span }[] = [];
      for (let line = section.first; line <= section.last; line++) {
        const { flow, bundleWord } = file.lines[line]!;
        if (bundleWord) {
          bundled.push({ line, word: bundleWord });
        } else if (flow && !flow.printed) {
          plain.push({ line, span: flow.span });
        }
      }
      const [firstBundled] = bundled;
      const [firstPlain] = plain;
      if (!firstBundled || !firstPlain) {
        continue;
      }
      const word = textOf(firstBundled.line).slice(firstBundled.word.start, firstBundled.word.end);
      const isPlainFile = plain.length > bundled.length;
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
