/** Where random input starts from: lines as people and programs write them, and the words that they are made of. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWords, flowCommands } from '../../server/src/core/facts/commands';
import { connectionStateFlags } from '../../server/src/core/facts/connection-state';
import { flowKeys } from '../../server/src/core/facts/flow-keys';
import { bucketKeys, groupKeys, groupTypes } from '../../server/src/core/facts/group-keys';
import { matchFields } from '../../server/src/core/facts/match-fields';
import { bandKeys, meterKeys } from '../../server/src/core/facts/meter-keys';
import { reservedPorts } from '../../server/src/core/facts/ports';
import { protocolWords } from '../../server/src/core/facts/protocol-words';
import { usualActions } from '../../server/src/core/facts/usual-names';
import { bundleLines as bundles, flows, values } from '../conformance/literals';
import { bundleLines, meterLines } from '../conformance/message-lines';
import { corpusFolder, hasCorpus } from '../recorded';

/** Lines of each kind of source, so that chance can choose the source first: the corpus has by far the most lines. */
export type Seeds = readonly (readonly string[])[];

/** Of a very long line the start is enough; what is long on purpose is made by repetition. */
const longestSeed = 2000;

/** The lines of the examples, of the fixtures of the rules, of quirks written down, and of the corpus where it is. */
export function readSeeds(root: string): Seeds {
  const written = [
    ...flows,
    ...bundles,
    ...bundleLines,
    ...meterLines,
    ...values.map((value) => `ct_state=${value},ip,actions=drop`),
  ];
  const sources = [
    linesBelow(join(root, 'examples')),
    linesBelow(join(root, 'test/fixtures/rules')),
    written,
    hasCorpus
      ? linesBelow(corpusFolder, /\.(?:flows|match|dump|bundle|groups|meters|packet-out|flowmod)$/)
      : [],
  ];
  return sources.filter((lines) => lines.length > 0);
}

function linesBelow(folder: string, name = /\.(?:flows|dump)$/): string[] {
  if (!existsSync(folder)) {
    return [];
  }
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => name.test(file));
  const lines = files
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/\r\n|\r|\n/))
    .map((line) => line.slice(0, longestSeed));
  return [...new Set(lines)];
}

/** What stands in flows: names and values that mean something, and what stands between them. */
export const words: readonly string[] = [
  ...matchFields.flatMap(({ name, aliases, codePoints }) => [
    name,
    ...aliases,
    ...codePoints.flatMap((point) => [point.name, `${point.name}[]`, `${point.name}[0..3]`]),
  ]),
  ...protocolWords.map(({ name }) => name),
  ...[...flowKeys, ...groupKeys, ...bucketKeys, ...groupTypes, ...meterKeys, ...bandKeys].map(
    ({ name }) => name,
  ),
  ...flowCommands,
  ...bundleWords,
  ...usualActions,
  ...reservedPorts.map(({ name }) => name),
  ...connectionStateFlags.flatMap(({ name }) => [`+${name}`, `-${name}`, name]),
  ...[
    'actions=',
    'action=',
    'ct(',
    'commit',
    'nat(src=',
    'exec(',
    'learn(',
    'resubmit(',
    'bucket=',
    'bands=',
  ],
  ...['n_packets=0, n_bytes=0, ', 'cookie=0x0, duration=1.5s, table=0, ', 'NXST_FLOW reply (xid=0x4):'],
  ...['# ', '# ovs-flows-disable-line', '# ovs-flows-disable-file ct-state/exact-match', '#region'],
  ...[',', ' ', '=', ':', '/', '(', ')', '->', '|', '[', ']', '..', '+', '-', '"', '*', '0x', '\t'],
];
