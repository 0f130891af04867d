/**
 * The judge on lines that are no flows. `ovs-ofctl` has no command that only reads groups, meters or packet-outs;
 * those that send them read all before they look for the switch, which is not there.
 */
import { evaluateLine } from '../../server/src/core/flow/evaluate-line';
import { groupCommandOfLine } from '../../server/src/core/flow/groups/evaluate';
import { evaluateMeter } from '../../server/src/core/flow/meters/evaluate';
import { type FlowLine, parseFlowLine } from '../../server/src/core/syntax/flow-line';
import { type Run, run } from './judge';
import { optionsFor, type Versions } from './judge-flows';

const nowhere = 'unix:/dev/null/no-switch';

/** Why `ovs-ofctl` rejects the line under the OpenFlow versions that it may use; undefined when it takes it. */
export async function judgeMessage(line: string, versions: Versions): Promise<string | undefined> {
  const [command, inFile] = commandFor(parseFlowLine(line));
  const options = ['--no-names', ...optionsFor(versions), command, nowhere, inFile ? '-' : line];
  return reasonIn(await run(options, inFile ? line : ''));
}

/** The command that takes such a line, and whether it reads it from a file. */
function commandFor(line: FlowLine): readonly [command: string, inFile: boolean] {
  const isMeterOfFile = evaluateLine(line).problems.some(({ code }) => code === 'meter/not-in-file');
  if (line.bundleWord || isMeterOfFile) {
    return ['bundle', true];
  }
  switch (line.kind) {
    case 'group':
      return line.commands.length > 0
        ? ['add-groups', true]
        : [groupCommands[groupCommandOfLine(line)]!, false];
    case 'meter':
      return [evaluateMeter(line).defines ? 'add-meter' : 'del-meter', false];
    case 'packet-out':
      return ['packet-out', false];
    default:
      throw new Error(`No command takes ${line.text}`);
  }
}

const groupCommands: Readonly<Record<string, string>> = {
  add: 'add-group',
  delete: 'del-groups',
  insert_bucket: 'insert-buckets',
  remove_bucket: 'remove-buckets',
};

/** Why the line is rejected; undefined when only the switch is missing. */
export function reasonIn({ stderr }: Run): string | undefined {
  const reason = stderr
    .split('\n')
    .find((line) => line.startsWith('ovs-ofctl: '))!
    .replace(/^ovs-ofctl: (?:-:\d+: )?/, '');
  return reason.startsWith('connecting to ') ? undefined : reason;
}
