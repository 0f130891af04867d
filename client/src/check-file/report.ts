/** The report on files that were checked from disk, as text with links, and its one line. Pure. */
import type { Diagnostic } from 'vscode-languageclient';
import { countText, type FindingCounts, findingsText, numberText } from '../counts';
import type { CheckResult } from './result';

/** A file that was checked. */
export interface CheckedFile {
  /** The name without its folder. */
  readonly name: string;
  /** Its address, for links. */
  readonly address: string;
  /** Whether an editor holds changes that are not on disk, and so were not looked at. */
  readonly hasUnsavedChanges: boolean;
  readonly result: CheckResult;
}

export interface Report {
  readonly text: string;
  readonly links: readonly ReportLink[];
}

/** The start of a line of the report leads to a place in a file. */
export interface ReportLink {
  /** In the report, from 0, and the UTF-16 offsets in that line. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** The address of the file. */
  readonly address: string;
  /** In the file, from 1. */
  readonly place: { readonly line: number; readonly column: number };
}

/** A line of the report; some lead somewhere. */
type ReportLine = string | { readonly text: string; readonly link: Omit<ReportLink, 'line'> };

/** Findings that the report spells out, for each file. The Problems view has more. */
const mostFindings = 50;

/** Of a message, in UTF-16 units: a flow can be long, and messages quote it. */
const longestMessage = 300;

const indent = '  ';

const severityNames: Readonly<Record<number, string>> = {
  1: 'error',
  2: 'warning',
  3: 'information',
  4: 'hint',
};

/** `big.flows: 1,234,567 flows, 12 errors, 3 warnings`; several files are summed up. */
export function summaryOf(files: readonly CheckedFile[]): string {
  const [first] = files;
  const what = files.length === 1 && first ? first.name : countText(files.length, 'file');
  const flows = files.reduce((sum, { result }) => sum + result.flows, 0);
  return `${what}: ${countText(flows, 'flow')}, ${findingsText(totalOf(files))}`;
}

/** What was found in all files. */
export function totalOf(files: readonly CheckedFile[]): FindingCounts {
  const sum = (severity: keyof FindingCounts) =>
    files.reduce((total, { result }) => total + result.counts[severity], 0);
  return {
    error: sum('error'),
    warning: sum('warning'),
    information: sum('information'),
    hint: sum('hint'),
  };
}

/** What was found in each file, by rule and by place, and what was not looked at or not listed, and why. */
export function reportOf(files: readonly CheckedFile[]): Report {
  const lines = files.flatMap(linesOf);
  return {
    text: lines.map((line) => (typeof line === 'string' ? line : line.text)).join('\n'),
    links: lines.flatMap((line, index) => (typeof line === 'string' ? [] : [{ ...line.link, line: index }])),
  };
}

function linesOf(file: CheckedFile): ReportLine[] {
  const { name, result } = file;
  const found = findingsText(result.counts);
  return [
    oneLine(name),
    `${countText(result.flows, 'flow')} on ${countText(result.lines, 'line')}, ${sizeText(result.bytes)}: ${found}`,
    '',
    ...ruleLines(result),
    ...findingLines(file),
    ...limitLines(file),
  ];
}

function sizeText(bytes: number): string {
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${kilobytes.toFixed(1)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

function ruleLines({ byCode }: CheckResult): string[] {
  if (byCode.length === 0) {
    return [];
  }
  const rows = byCode.map(({ code, severity, title, count }) => [numberText(count), severity, code, title]);
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [counts, severities, codes] = [width(0), width(1), width(2)];
  return [
    'By rule:',
    ...rows.map(([count = '', severity = '', code = '', title = '']) =>
      [indent + count.padStart(counts), severity.padEnd(severities), code.padEnd(codes), oneLine(title)].join(
        indent,
      ),
    ),
    '',
  ];
}

function findingLines({ name, address, result }: CheckedFile): ReportLine[] {
  const listed = [...result.diagnostics].sort((one, other) => severityOf(one) - severityOf(other));
  listed.splice(mostFindings);
  if (listed.length === 0) {
    return [];
  }
  const isAll = listed.length === result.diagnostics.length && result.omitted === 0;
  return [
    isAll ? 'Findings:' : `The first ${countText(listed.length, 'finding')}, errors first:`,
    ...listed.map((diagnostic) => {
      const { line, character } = diagnostic.range.start;
      const place = { line: line + 1, column: character + 1 };
      const shown = `${oneLine(name)}:${place.line}:${place.column}`;
      const code = diagnostic.code === undefined ? '' : ` (${diagnostic.code})`;
      return {
        text: `${indent}${shown} ${severityNames[severityOf(diagnostic)]}: ${messageOf(diagnostic)}${code}`,
        link: { start: indent.length, end: indent.length + shown.length, address, place },
      };
    }),
    '',
  ];
}

/** As the protocol numbers them, the worst first. */
function severityOf({ severity }: Diagnostic): number {
  return severity ?? 1;
}

function messageOf({ message }: Diagnostic): string {
  // The protocol knows messages in Markdown, too.
  const line = oneLine(typeof message === 'string' ? message : message.value);
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line;
}

function limitLines({ hasUnsavedChanges, result }: CheckedFile): string[] {
  const limits = [
    ...(result.omitted > 0
      ? [
          `The Problems view has ${countText(result.diagnostics.length, 'finding')}, errors before others. ` +
            `${countText(result.omitted, 'more is', 'more are')} counted above, and not listed.`,
        ]
      : []),
    ...(result.wholeFileRules
      ? []
      : [
          'Each line was checked by itself. What only the whole file shows was not looked for, because the file is too ' +
            'large for it:',
          'flows that replace or hide each other, jumps to nowhere, connection states that no packet has in a table.',
        ]),
    ...(hasUnsavedChanges
      ? ['The file was checked as it is on disk. The editor has changes that are not saved.']
      : []),
  ];
  return limits.length > 0 ? ['What was left out:', ...limits.map((limit) => indent + limit), ''] : [];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
