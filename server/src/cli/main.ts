/** The command line: checks files, and fixes them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, readArguments, UsageError } from './arguments';
import { check } from './check';
import { ConfigError } from './config';
import { help } from './help';
import { NobodyReads, Output } from './output';

/** Nothing wrong, errors found, or something that could not be read or understood. */
const trouble = 2;

const beside = join(__dirname, '..');

void run();

async function run(): Promise<void> {
  const output = new Output(process.stdout);
  try {
    process.exitCode = await perform(readArguments(process.argv.slice(2)), output);
    await output.end();
  } catch (error) {
    if (error instanceof NobodyReads) {
      // What we were still reading must not keep us.
      process.exit();
    }
    process.exitCode = trouble;
    if (error instanceof UsageError) {
      complain(`${error.message} See --help.`);
    } else if (error instanceof ConfigError) {
      complain(error.message);
    } else {
      complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}

async function perform(command: Command, output: Output): Promise<number> {
  if (command === 'help') {
    await output.write(help);
    return 0;
  }
  if (command === 'version') {
    await output.write(`${version()}\n`);
    return 0;
  }
  return check(command, output, { complain, version, pageOf });
}

function complain(message: string): void {
  process.stderr.write(`ovs-flows: ${message}\n`);
}

/** The version of the package that the program lies in. */
function version(): string {
  try {
    const { version: found } = JSON.parse(readFileSync(join(beside, 'package.json'), 'utf8'));
    return typeof found === 'string' ? found : 'unknown';
  } catch {
    return 'unknown';
  }
}

/** The page of a rule. */
function pageOf(code: string): string | undefined {
  try {
    return readFileSync(join(beside, 'docs', 'rules', `${code}.md`), 'utf8');
  } catch {
    return undefined;
  }
}
