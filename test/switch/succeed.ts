/** Programs that are run to their end. */
import path from 'node:path';
import { runQuietly } from '../../scripts/processes.mjs';

/**
 * @returns what it printed
 * @throws with what it printed where it fails
 */
export async function succeed(
  program: string,
  args: string[],
  environment?: Record<string, string>,
): Promise<string> {
  const { code, output } = await runQuietly(program, args, environment ? { env: environment } : {});
  if (code !== 0) {
    throw new Error(`${path.basename(program)} ${args.join(' ')} failed: ${output.trim()}`);
  }
  return output;
}
