/** Random lines: those of the seeds and made ones, changed in ways that people, programs and accidents change them. */
import { parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { tokensOf } from '../../server/src/core/syntax/tokens';
import type { Chance } from '../conformance/chance';
import { generateFlows } from '../conformance/generate-flows';
import { spoil } from '../conformance/generate-mistakes';
import { renumbered } from './alike';
import { pipelineLine } from './pipelines';
import { type Seeds, words } from './seeds';

/** A line that stands somewhere, or one made from the facts: mostly good ones. */
export function someLine(chance: Chance, seeds: Seeds): string {
  switch (chance.below(8)) {
    case 0:
    case 1:
      return generateFlows(chance.below(2 ** 31), 1)[0]!.flow;
    case 2:
      return pipelineLine(chance);
    default:
      return chance.pick(chance.pick(seeds));
  }
}

/** Any line: most are changed a little, some beyond recognition. */
export function anyLine(chance: Chance, seeds: Seeds): string {
  let line = chance.percent(6) ? wordSalad(chance) : someLine(chance, seeds);
  const count = chance.weighted([
    [20, 0],
    [50, 1],
    [20, 2],
    [10, chance.between(3, 8)],
  ]);
  for (let done = 0; done < count; done++) {
    line = chance.pick(mutations)(line, chance, seeds);
  }
  // Lines are given without their ends.
  return line.replaceAll(/[\r\n]/g, '');
}

type Mutation = (line: string, chance: Chance, seeds: Seeds) => string;

/** What hardly anybody types: ends of strings, halves of characters, blanks that are none, letters of other scripts. */
const strangeCharacters = [
  ...'\0\t\v\f\b\x1b\x7f\x85\xa0\u2028\u2029\ufeff\ufffd\u0130\u0661\u202e',
  ...['\ud83d', '\ude00', '😀', 'é', 'ﬁ', 'ß'],
];

const mutations: readonly Mutation[] = [
  (line, chance) => spoil(line === '' ? 'actions=drop' : line, chance),
  (line, chance) => spoil(line === '' ? 'actions=drop' : line, chance),
  (line, chance) => renumbered(line, chance, 30),
  (line, chance) => renumbered(line, chance, 100),
  (line, chance) => spliced(line, chance.below(line.length + 1), 0, chance.pick(words)),
  (line, chance) => spliced(line, chance.below(line.length + 1), 0, chance.pick(strangeCharacters)),
  (line, chance) => spliced(line, chance.below(line.length + 1), chance.below(12), ''),
  (line, chance) => inPlaceOfToken(line, chance, () => chance.pick(words)),
  (line, chance) => inPlaceOfToken(line, chance, () => ''),
  (line, chance) => inPlaceOfToken(line, chance, (token) => token + token),
  (line, chance, seeds) => inPlaceOfToken(line, chance, () => someToken(someLine(chance, seeds), chance)),
  (line, chance, seeds) => cut(line, chance) + cut(someLine(chance, seeds), chance),
  (line, chance) => line + chance.pick(['#', ' # why', '# ovs-flows-disable-line', '# +trk, actions=']),
  (line, chance) =>
    chance.pick(['add ', 'flow modify ', 'delete_strict ', 'group ', ' ', 'packet-out ']) + line,
  (line, chance) => repeated(line, chance),
  (line, chance) => (chance.percent(50) ? line.toUpperCase() : line.toLowerCase()),
];

function spliced(line: string, start: number, count: number, inserted: string): string {
  return line.slice(0, start) + inserted + line.slice(start + count);
}

function cut(line: string, chance: Chance): string {
  const at = chance.below(line.length + 1);
  return chance.percent(50) ? line.slice(0, at) : line.slice(at);
}

/** A stretch of the line many times over. */
function repeated(line: string, chance: Chance): string {
  const start = chance.below(line.length + 1);
  const stretch = line.slice(start, start + chance.between(1, 30));
  return spliced(line, start, 0, stretch.repeat(chance.percent(90) ? chance.between(1, 5) : 60));
}

function inPlaceOfToken(line: string, chance: Chance, replacement: (token: string) => string): string {
  const tokens = tokensOf(parseFlowLine(line));
  if (tokens.length === 0) {
    return replacement('');
  }
  const { start, end } = chance.pick(tokens);
  return line.slice(0, start) + replacement(line.slice(start, end)) + line.slice(end);
}

function someToken(line: string, chance: Chance): string {
  const tokens = tokensOf(parseFlowLine(line));
  const first = chance.below(tokens.length);
  const last = Math.min(tokens.length - 1, first + chance.below(4));
  return tokens.length === 0 ? '' : line.slice(tokens[first]!.start, tokens[last]!.end);
}

function wordSalad(chance: Chance): string {
  return Array.from({ length: chance.between(0, 12) }, () =>
    chance.percent(8) ? chance.pick(strangeCharacters) : chance.pick(words),
  ).join('');
}
