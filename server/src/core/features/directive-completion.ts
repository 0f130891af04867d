/** Completion in comments: the directives that silence findings, and the codes they name. */
import { catalogue } from '../rules/catalogue';
import { checkLine } from '../rules/check';
import { type FlowLine, parseFlowLine } from '../syntax/flow-line';
import type { Completion, CompletionContext } from './completion-list';
import { code, paragraphs } from './markdown';

interface DirectiveWord {
  readonly name: string;
  readonly note: string;
  /** How many lines further down stands what it silences; undefined: everywhere. */
  readonly distance: number | undefined;
}

const words: readonly DirectiveWord[] = [
  { name: 'ovs-flows-disable-line', note: 'Silences findings in this line', distance: 0 },
  { name: 'ovs-flows-disable-next-line', note: 'Silences findings in the next line', distance: 1 },
  { name: 'ovs-flows-disable-file', note: 'Silences findings in the whole file', distance: undefined },
];

/** What could stand at the offset, which is in the comment of the line. */
export function completeDirective(line: FlowLine, offset: number, context: CompletionContext): Completion[] {
  const start = line.text.lastIndexOf('#', offset - 1) + 1;
  const part = line.text.slice(start, offset);
  const typed = part.trimStart();
  const given = /^\s*(ovs-flows-disable-(?:line|next-line|file)):?[\s,]/.exec(part);
  if (given) {
    return / --(?: |$)/.test(part) ? [] : codes(line, offset, given[1]!, context);
  }
  return words.some(({ name }) => name.startsWith(typed)) ? directives(line, offset, typed) : [];
}

function directives(line: FlowLine, offset: number, typed: string): Completion[] {
  const rest = /^[\w-]*/.exec(line.text.slice(offset))![0];
  const span = { start: offset - typed.length, end: offset + rest.length };
  // A comment on a line of its own has nothing to silence there.
  const fitting = words.filter(({ distance }) => distance !== 0 || line.kind === 'flow');
  return fitting.map(({ name, note }) => ({
    kind: 'directive',
    label: name,
    note,
    documentation: paragraphs(
      `**${name}**`,
      `${note}: those of the codes that follow, or all where none follows. Behind \`--\` there is room for a reason.`,
      `Example: \`# ${name} ct-state/exact-match -- on purpose\``,
    ),
    span,
    newText: `${name} `,
    continues: true,
  }));
}

function codes(line: FlowLine, offset: number, directive: string, context: CompletionContext): Completion[] {
  const before = line.text.slice(0, offset);
  const typed = /[\w/-]*$/.exec(before)![0];
  const rest = /^[\w/-]*/.exec(line.text.slice(offset))![0];
  const span = { start: offset - typed.length, end: offset + rest.length };
  const given = new Set(before.slice(0, span.start).split(/[\s,]+/));
  const { distance } = words.find(({ name }) => name === directive)!;
  const target = distance === 0 ? line.text : distance === undefined ? undefined : context.lineAt(distance);
  const found = new Set(
    target === undefined ? [] : checkLine(parseFlowLine(target)).map(({ rule }) => rule.code),
  );
  const offered = catalogue.filter(({ code: each }) => !given.has(each));
  return [...offered]
    .sort((left, right) => Number(found.has(right.code)) - Number(found.has(left.code)))
    .map(({ code: each, title, severity }) => ({
      kind: 'rule',
      label: each,
      note: found.has(each) ? `found here: ${title}` : title,
      documentation: paragraphs(
        `**${each}**: ${title}.`,
        `Reported as ${code(severity)} unless settings change it.`,
      ),
      span,
      newText: each,
    }));
}
