/** Settings from a file. */
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { type OpenflowVersion, openflowVersions } from '../core/facts/flow-formats';
import type { RuleSettings } from '../core/features/findings';
import { catalogue, ruleOf } from '../core/rules/catalogue';
import { nearestNames } from '../core/syntax/nearest-name';
import { FileTrouble, troubleOf } from '../disk/text-source';
import { severities } from './arguments';

/** What a file with settings is called. */
export const configName = '.ovs-flows.json';

export interface Settings {
  readonly rules: RuleSettings;
  readonly openflowVersion: OpenflowVersion | 'any';
}

export const defaults: Settings = { rules: {}, openflowVersion: 'any' };

/** The settings cannot be used; the message is for people. */
export class ConfigError extends Error {}

/** Finds the settings of files: those of the nearest folder that has any. */
export class SettingsFinder {
  readonly #byFolder = new Map<string, Promise<Settings>>();

  /** The settings for what lies in that folder. Fails with `ConfigError`. */
  of(folder: string): Promise<Settings> {
    const path = resolve(folder);
    let settings = this.#byFolder.get(path);
    if (!settings) {
      settings = this.#find(path);
      this.#byFolder.set(path, settings);
    }
    return settings;
  }

  async #find(folder: string): Promise<Settings> {
    const own = await readSettings(join(folder, configName), true);
    const above = dirname(folder);
    return own ?? (above === folder ? defaults : this.of(above));
  }
}

/** Reads a file with settings. Undefined where it is missing and may be; fails with `ConfigError`. */
export async function readSettings(path: string, mayBeMissing: true): Promise<Settings | undefined>;
export async function readSettings(path: string): Promise<Settings>;
export async function readSettings(path: string, mayBeMissing = false): Promise<Settings | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (mayBeMissing && isMissing(error)) {
      return undefined;
    }
    const trouble = troubleOf(error);
    throw trouble instanceof FileTrouble ? complaint(path, trouble.message) : trouble;
  }
  return understood(path, parsed(path, text));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw complaint(path, `this is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function understood(path: string, given: unknown): Settings {
  if (!isRecord(given)) {
    throw complaint(path, 'settings are an object: { "rules": { … }, "openflowVersion": … }');
  }
  const { $schema: _, rules = {}, openflowVersion = defaults.openflowVersion, ...unknown } = given;
  const [stray] = Object.keys(unknown);
  if (stray !== undefined) {
    throw complaint(path, `"${stray}" is no setting; there are "rules" and "openflowVersion"`);
  }
  if (!isRecord(rules)) {
    throw complaint(path, '"rules" is an object: the code of a rule, and its severity');
  }
  for (const [code, severity] of Object.entries(rules)) {
    checkRule(path, code, severity);
  }
  const version = [...openflowVersions, 'any' as const].find((each) => each === openflowVersion);
  if (version === undefined) {
    throw complaint(path, `"openflowVersion" is one of ${quoted([...openflowVersions, 'any'])}`);
  }
  return { rules: rules as RuleSettings, openflowVersion: version };
}

function checkRule(path: string, code: string, severity: unknown): void {
  if (!ruleOf(code)) {
    const names = catalogue.map((rule) => ({ name: rule.code, synonyms: [] }));
    const [nearest] = nearestNames(code, names);
    throw complaint(path, `there is no rule "${code}"${nearest ? `; is "${nearest.name}" meant?` : ''}`);
  }
  if (severity !== 'off' && !severities.some((each) => each === severity)) {
    throw complaint(path, `the severity of "${code}" is one of ${quoted(['off', ...severities])}`);
  }
}

function complaint(path: string, message: string): ConfigError {
  const near = relative('', path);
  return new ConfigError(`${near.startsWith('..') ? path : near}: ${message}`);
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(', ');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
