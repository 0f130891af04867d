import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Whether ovs-ofctl is there to say what it takes. */
export const judgeIsInstalled = spawnSync('ovs-ofctl', ['--version']).status === 0;

/** Why ovs-ofctl refuses a flow, or undefined when it takes it. Port names stand for numbers only a switch knows. */
export function refusal(flow: string): string | undefined {
  const withPortNumbers = flow.replace(/((?:in_port=|output:))"[^"]*"/g, '$17');
  const { status, stdout, stderr } = spawnSync('ovs-ofctl', ['parse-flow', withPortNumbers], {
    encoding: 'utf8',
  });
  // It succeeds although it has encoded a message that no switch takes.
  if (status === 0 && !stdout.includes('decode error')) return undefined;
  return `${flow}: ${stderr || stdout}`;
}

/**
 * Why `ovs-ofctl bundle` refuses an example, or undefined when it takes it: it reads the whole file before it looks
 * for the switch, which is not there.
 */
export function bundleRefusal(name: string, version: string): string | undefined {
  const file = fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
  const { stderr } = spawnSync(
    'ovs-ofctl',
    ['-O', version, '--no-names', 'bundle', 'unix:/dev/null/no-switch', file],
    { encoding: 'utf8' },
  );
  return /^ovs-ofctl: connecting to /m.test(stderr) ? undefined : stderr;
}
