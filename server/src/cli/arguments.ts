/** What the command line says. */
import { parseArgs } from 'node:util';
import { type OpenflowVersion, openflowVersions } from '../core/facts/flow-formats';
import type { Severity } from '../core/rules/rule';

/** The command line cannot be understood; the message is for people. */
export class UsageError extends Error {}

export const formats = ['text', 'json', 'sarif'] as const;
export type Format = (typeof formats)[number];

/** From the gravest to the least. */
export const severities = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Severity[];

export interface CheckOptions {
  /** Files, folders and patterns; `-` is standard input. */
  readonly files: readonly string[];
  readonly format: Format;
  /** The least severity that counts. */
  readonly severity: Severity;
  /** Whether to fix files before they are checked. */
  readonly fix: boolean;
  /** The file with settings; without it they are looked for. */
  readonly config: string | undefined;
  /** Instead of that of the settings. */
  readonly openflowVersion: OpenflowVersion | 'any' | undefined;
  /** How many findings are written at most. */
  readonly maxFindings: number;
  /** Whether each line is checked by itself only. */
  readonly linesOnly: boolean;
  readonly quiet: boolean;
  /** Whether colours may be used where they can be seen. */
  readonly color: boolean;
}

export type Command = 'help' | 'version' | CheckOptions;

const options = {
  format: { type: 'string' },
  severity: { type: 'string' },
  fix: { type: 'boolean' },
  config: { type: 'string' },
  'openflow-version': { type: 'string' },
  'max-findings': { type: 'string' },
  'lines-only': { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

/** Reads the command line, without the names of the program. Throws `UsageError`. */
export function readArguments(given: readonly string[]): Command {
  const { values, positionals } = parse(given);
  if (values.help || values.version) {
    return values.help ? 'help' : 'version';
  }
  const [command, ...files] = positionals;
  if (command !== 'check') {
    throw new UsageError(
      command === undefined
        ? 'What is to be done? The command is "check".'
        : `There is no command ${command}.`,
    );
  }
  if (files.length === 0) {
    throw new UsageError('Which files? Give at least one, or - for standard input.');
  }
  if (values.fix && files.includes('-')) {
    throw new UsageError('--fix changes files: it cannot be used with standard input.');
  }
  return {
    files,
    format: oneOf(formats, values.format, '--format') ?? 'text',
    severity: oneOf(severities, values.severity, '--severity') ?? 'hint',
    fix: values.fix === true,
    config: values.config,
    openflowVersion: oneOf([...openflowVersions, 'any'], values['openflow-version'], '--openflow-version'),
    maxFindings: count(values['max-findings'], '--max-findings'),
    linesOnly: values['lines-only'] === true,
    quiet: values.quiet === true,
    color: values['no-color'] !== true,
  };
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      throw new UsageError(`${error.message.split('. ')[0]!.replace(/\.$/, '')}.`);
    }
    throw error;
  }
}

function oneOf<Value extends string>(
  values: readonly Value[],
  given: string | undefined,
  option: string,
): Value | undefined {
  const found = values.find((value) => value === given);
  if (given !== undefined && found === undefined) {
    throw new UsageError(`${option} is one of ${values.join(', ')}, not ${given}.`);
  }
  return found;
}

function count(given: string | undefined, option: string): number {
  if (given !== undefined && !/^\d{1,15}$/.test(given)) {
    throw new UsageError(`${option} is a number, not ${given}.`);
  }
  return given === undefined ? Number.POSITIVE_INFINITY : Number(given);
}
