/** Our own table of flows, in `table/*.flows`, and what the judge said of each, in `table/recorded.json`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowAnswer, Versions } from './judge-flows';

/** The versions under which each flow of the table is judged. */
export const recordedVersions = ['1.0', '1.3', '1.5', 'any'] as const satisfies readonly Versions[];
export type RecordedVersion = (typeof recordedVersions)[number];

export interface TableFlow {
  /** The name of the file without its ending: what the flow is about. */
  readonly topic: string;
  readonly flow: string;
}

export interface RecordedFlow extends TableFlow {
  readonly answers: Readonly<Record<RecordedVersion, FlowAnswer>>;
}

export interface Recording {
  /** The name and version of the judge. */
  readonly judge: string;
  readonly flows: readonly RecordedFlow[];
}

/** Where the recording is, within the folder of the table. */
export const recordingName = 'recorded.json';

/** All flows of the table, by file and line. Empty lines, and lines that start with `#`, are no flows. */
export function flowsOfTable(folder: string): TableFlow[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.flows'));
  return files.sort().flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((flow) => ({ topic: name.replace(/\.flows$/, ''), flow })),
  );
}

/** A line of the file: an answer for each list of versions that it is the answer under. */
type Line = { readonly topic: string; readonly flow: string } & Readonly<{ [versions: string]: string }>;

/** The recording as text: one flow a line, versions with the same answer together. */
export function writeRecording({ judge, flows }: Recording): string {
  const lines = flows.map(({ topic, flow, answers }) => {
    const versionsOf = new Map<string, RecordedVersion[]>();
    for (const version of recordedVersions) {
      const answer = writeAnswer(answers[version]);
      versionsOf.set(answer, [...(versionsOf.get(answer) ?? []), version]);
    }
    const byVersions = [...versionsOf].map(([answer, versions]) => [versions.join(' '), answer]);
    return JSON.stringify({ topic, flow, ...Object.fromEntries(byVersions) });
  });
  return `{"judge":${JSON.stringify(judge)},"flows":[\n${lines.join(',\n')}\n]}\n`;
}

export function readRecording(folder: string): Recording {
  const text = readFileSync(join(folder, recordingName), 'utf8');
  const { judge, flows } = JSON.parse(text) as { judge: string; flows: readonly Line[] };
  return {
    judge,
    flows: flows.map(({ topic, flow, ...byVersions }) => {
      const answers = Object.entries(byVersions).flatMap(([versions, answer]) =>
        versions.split(' ').map((version) => [version, readAnswer(answer)]),
      );
      return { topic, flow, answers: Object.fromEntries(answers) };
    }),
  };
}

function writeAnswer({ verdict, format, text }: FlowAnswer): string {
  return [verdict, ...(format === undefined ? [] : [format]), text].join(' ');
}

function readAnswer(answer: string): FlowAnswer {
  const [, verdict, rest] = /^(\w+) (.*)$/s.exec(answer)!;
  if (verdict !== 'accepted') {
    return { verdict: verdict as FlowAnswer['verdict'], text: rest! };
  }
  const [, format, text] = /^(\S+) (.*)$/s.exec(rest!)!;
  return { verdict, format: format!, text: text! };
}
