/** Random documents and random edits of them. */
import { any } from '../../server/src/core/facts/flow-formats';
import type { Position } from '../../server/src/core/model/flow-document';
import { evaluated } from '../../server/src/core/rules/check';
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import type { Chance } from '../conformance/chance';
import { renumbered, withOneOther } from './alike';
import { anyLine, someLine } from './lines';
import { betweenLines, pipelineLine } from './pipelines';
import { type Seeds, words } from './seeds';
import type { Change, TextModel } from './text-model';

const lineEnds = ['\n', '\n', '\n', '\n', '\r\n', '\r\n', '\r'];

/** So many lines: families of lines that are written alike, lines that have to do with each other, a few others. */
export function someText(chance: Chance, seeds: Seeds, count: number): string {
  const families = Array.from({ length: chance.between(1, 4) }, () => someBase(chance, seeds));
  const share = chance.pick([5, 15, 40, 100]);
  const lineEnd = chance.pick(lineEnds);
  const mixed = chance.percent(10);
  const likings = chance.pick([
    [40, 20, 25, 5, 5, 5],
    [96, 0, 0, 0, 2, 2],
    [5, 5, 78, 2, 5, 5],
    [10, 70, 10, 2, 4, 4],
    [10, 15, 20, 40, 10, 5],
  ] as const);
  const lines: string[] = [];
  while (lines.length < count) {
    const line = chance.weighted([
      [likings[0], () => variant(chance.pick(families), chance)],
      [likings[1], () => renumbered(chance.pick(families), chance, share)],
      [likings[2], () => pipelineLine(chance)],
      [likings[3], () => anyLine(chance, seeds)],
      [likings[4], () => betweenLines(chance)],
      [likings[5], () => (lines.length > 0 ? chance.pick(lines) : '')],
    ])();
    lines.push(line);
  }
  const ends = () => (mixed ? chance.pick(lineEnds) : lineEnd);
  return lines
    .map((line, index) => (index < count - 1 || chance.percent(70) ? line + ends() : line))
    .join('');
}

/** A line that others are made from: mostly one that Open vSwitch takes, since most lines of files are like that. */
export function someBase(chance: Chance, seeds: Seeds): string {
  let line = someLine(chance, seeds);
  for (let attempt = chance.pick([0, 3, 3]); attempt > 0; attempt--) {
    const evaluation = evaluated(parseFlowLine(line), any);
    if (evaluation.kind === 'flow' && evaluation.accepted) {
      return line;
    }
    line = someLine(chance, seeds);
  }
  return line;
}

/** The line as it is, or with few of its numbers changed. */
export function variant(line: string, chance: Chance): string {
  return chance.weighted([
    [2, () => line],
    [6, () => withOneOther(line, chance)],
    [3, () => withOneOther(withOneOther(line, chance), chance)],
  ])();
}

/** The largest number that the protocol has for a line or a character. */
const farthest = 2 ** 31 - 1;

/** A place in the text; now and then past the end of its line, or of the text. */
export function somePlace(chance: Chance, model: TextModel): Position {
  const { lines } = model;
  const line = chance.below(lines.length);
  const { length } = lines[line]!;
  return chance.percent(4)
    ? {
        line: chance.pick([line, line + 1, line + 1000, farthest]),
        character: chance.pick([0, length + 5, farthest]),
      }
    : { line, character: chance.below(length + 1) };
}

/** The changes of one keystroke, paste or command: mostly one, with many cursors many. */
export function someChanges(chance: Chance, model: TextModel, seeds: Seeds): Change[] {
  return chance.weighted<Edit>([
    [20, typed],
    [12, renumberedLine],
    [10, insertedLine],
    [8, lineEndTyped],
    [10, deleted],
    [6, lineDeleted],
    [5, lineRepeated],
    [4, linesSwapped],
    [5, commentToggled],
    [6, manyCursors],
    [2, backwards],
    [1, everythingReplaced],
  ])(chance, model, seeds);
}

type Edit = (chance: Chance, model: TextModel, seeds: Seeds) => Change[];

/** A place without length. */
const at = (place: Position) => ({ start: place, end: place });

/** A line without its end. */
const contentOf = (raw: string) => raw.replace(/[\r\n]+$/, '');

function anyNumber(chance: Chance, model: TextModel): number {
  return chance.below(model.lines.length);
}

function inLine(line: number, start: number, end: number) {
  return { start: { line, character: start }, end: { line, character: end } };
}

const typed: Edit = (chance, model) => {
  const text = chance.percent(70) ? chance.pick([...'0123456789abcdefx=,:/+-()#. ']) : chance.pick(words);
  return [{ range: at(somePlace(chance, model)), text }];
};

/** Another number in place of one that stands there. */
const renumberedLine: Edit = (chance, model) => {
  const line = anyNumber(chance, model);
  const before = contentOf(model.lines[line]!);
  const after = variant(before, chance);
  const first = [...before].findIndex((character, index) => character !== after[index]);
  const start = first < 0 ? before.length : Math.min(first, after.length);
  return [{ range: inLine(line, start, before.length), text: after.slice(start) }];
};

const insertedLine: Edit = (chance, model, seeds) => {
  const line = anyNumber(chance, model);
  const text = chance.weighted<() => string>([
    [6, () => variant(contentOf(model.lines[line]!), chance)],
    [5, () => pipelineLine(chance)],
    [2, () => betweenLines(chance)],
    [1, () => anyLine(chance, seeds)],
    [1, () => someText(chance, seeds, chance.between(2, 8))],
  ])();
  return [{ range: at({ line, character: 0 }), text: text + chance.pick(lineEnds) }];
};

const lineEndTyped: Edit = (chance, model) => [
  {
    range: at(somePlace(chance, model)),
    text: chance.pick(['\n', '\n', '\r\n', '\r', '\n\r', '\n\n', '\r\r\n']),
  },
];

const deleted: Edit = (chance, model) => {
  const start = chance.below(model.text.length + 1);
  const end = Math.min(model.text.length, start + chance.pick([1, 1, 1, 2, 5, 40, 200]));
  return [{ range: { start: model.positionAt(start), end: model.positionAt(end) }, text: '' }];
};

const lineDeleted: Edit = (chance, model) => {
  const line = anyNumber(chance, model);
  const range = { start: { line, character: 0 }, end: { line: line + chance.between(1, 3), character: 0 } };
  return [{ range, text: '' }];
};

const lineRepeated: Edit = (chance, model) => {
  const line = anyNumber(chance, model);
  return [{ range: at({ line, character: 0 }), text: `${contentOf(model.lines[line]!)}\n` }];
};

const linesSwapped: Edit = (chance, model) => {
  const [one, other] = [anyNumber(chance, model), anyNumber(chance, model)];
  const [first, last] = [contentOf(model.lines[one]!), contentOf(model.lines[other]!)];
  return [
    { range: inLine(one, 0, first.length), text: last },
    { range: inLine(other, 0, one === other ? last.length : last.length), text: first },
  ];
};

const commentToggled: Edit = (chance, model) => {
  const line = anyNumber(chance, model);
  const isComment = model.lines[line]!.startsWith('#');
  return [{ range: inLine(line, 0, isComment ? 1 : 0), text: isComment ? '' : '#' }];
};

/** The same text at many places, from the last one to the first, as editors send it. */
const manyCursors: Edit = (chance, model) => {
  const text = chance.pick(['1', '0', 'x', ',', '#', '\n', 'table=1,', '', ' ']);
  const length = text === '' ? chance.between(1, 3) : chance.below(2);
  const offsets = Array.from({ length: chance.between(2, 12) }, () => chance.below(model.text.length + 1));
  const apart = [...new Set(offsets)].sort((left, right) => right - left);
  const free = apart.filter((offset, index) => index === 0 || offset + length <= apart[index - 1]!);
  return free.map((offset) => ({
    range: { start: model.positionAt(offset), end: model.positionAt(offset + length) },
    text,
  }));
};

/** A range whose end is before its start. */
const backwards: Edit = (chance, model) => [
  { range: { start: somePlace(chance, model), end: somePlace(chance, model) }, text: chance.pick(words) },
];

const everythingReplaced: Edit = (chance, model, seeds) => {
  const range = { start: { line: 0, character: 0 }, end: { line: model.lines.length, character: 0 } };
  return [{ range, text: someText(chance, seeds, chance.between(0, 20)) }];
};
