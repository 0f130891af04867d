import type { Connection } from 'vscode-languageserver';
import { type OpenflowVersion, openflowVersions } from '../core/facts/flow-formats';
import type { RuleSettings } from '../core/features/diagnostics';
import { type LinkPlace, linkPlaces } from '../core/features/document-links';
import type { FormatStyle } from '../core/features/format-layout';
import type { HintOptions } from '../core/features/inlay-hints';
import { ruleOf } from '../core/rules/catalogue';

/** The settings section, and what the server reads of it. */
export const section = 'ovsFlows';

export interface Settings {
  readonly rules: RuleSettings;
  /** The OpenFlow version that flows are sent with. */
  readonly openflowVersion: OpenflowVersion | 'any';
  /** Which kinds of inlay hints are shown. */
  readonly inlayHints: HintOptions;
  /** Whether the first flow of a table has a line above it that counts flows and jumps. */
  readonly codeLens: boolean;
  /** Where names and mentions are links to pages. */
  readonly links: LinkPlace;
  /** How the formatter lays out lines. */
  readonly format: FormatStyle;
}

/** What holds where nothing is set. package.json states the same defaults; a test compares them. */
export const defaultSettings: Settings = {
  rules: {},
  openflowVersion: 'any',
  inlayHints: { connectionState: false, protocols: false, names: false },
  codeLens: true,
  links: 'comments',
  format: { alignColumns: false, spaceAfterComma: false, order: 'printed' },
};

const severities: ReadonlySet<unknown> = new Set(['off', 'hint', 'information', 'warning', 'error']);

/** Reads settings from whatever an editor sent: unknown rules and severities are left out, never an error. */
export function readSettings(given: unknown): Settings {
  const rules = isRecord(given) && isRecord(given.rules) ? given.rules : {};
  const known = Object.entries(rules).filter(([code, severity]) => ruleOf(code) && severities.has(severity));
  return {
    rules: Object.fromEntries(known) as RuleSettings,
    openflowVersion: readVersion(given),
    inlayHints: readHints(given),
    codeLens: !isRecord(given) || given.codeLens !== false,
    links: readLinks(given),
    format: readFormat(given),
  };
}

function readHints(given: unknown): HintOptions {
  const hints = isRecord(given) && isRecord(given.inlayHints) ? given.inlayHints : {};
  return {
    connectionState: hints.connectionState === true,
    protocols: hints.protocols === true,
    names: hints.names === true,
  };
}

function readFormat(given: unknown): FormatStyle {
  const format = isRecord(given) && isRecord(given.format) ? given.format : {};
  return {
    alignColumns: format.alignColumns === true,
    spaceAfterComma: format.spaceAfterComma === true,
    order: format.order === 'written' ? 'written' : 'printed',
  };
}

function readLinks(given: unknown): LinkPlace {
  return linkPlaces.find((each) => isRecord(given) && given.links === each) ?? defaultSettings.links;
}

function readVersion(given: unknown): Settings['openflowVersion'] {
  return openflowVersions.find((each) => isRecord(given) && given.openflowVersion === each) ?? 'any';
}

/**
 * Settings per document, asked of the editor once and kept until they change. Editors that cannot be asked
 * send them with `initialize` or `workspace/didChangeConfiguration`.
 */
export class SettingsCache {
  readonly #connection: Connection;
  readonly #perDocument = new Map<string, Promise<Settings>>();
  #canAsk = false;
  #sent = defaultSettings;
  /** Grows with each change: answers of different generations must not be mixed. */
  generation = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Call once, with what the editor said in `initialize`. */
  start(canAsk: boolean, initializationOptions: unknown): void {
    this.#canAsk = canAsk;
    this.#sent = readSettings(ownSection(initializationOptions));
  }

  /** Forgets what was kept, and takes what the editor sent along. */
  changed(sent: unknown): void {
    this.generation++;
    this.#perDocument.clear();
    if (!this.#canAsk) {
      this.#sent = readSettings(ownSection(sent));
    }
  }

  of(uri: string): Promise<Settings> {
    if (!this.#canAsk) {
      return Promise.resolve(this.#sent);
    }
    let settings = this.#perDocument.get(uri);
    if (!settings) {
      settings = this.#ask(uri);
      this.#perDocument.set(uri, settings);
    }
    return settings;
  }

  closed(uri: string): void {
    this.#perDocument.delete(uri);
  }

  async #ask(scopeUri: string): Promise<Settings> {
    try {
      return readSettings(await this.#connection.workspace.getConfiguration({ scopeUri, section }));
    } catch (error) {
      this.#connection.console.warn(`The editor did not send the settings of ${scopeUri}: ${String(error)}`);
      return this.#sent;
    }
  }
}

/** Some editors send the section itself, some the object it stands in. */
function ownSection(sent: unknown): unknown {
  return isRecord(sent) && section in sent ? sent[section] : sent;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
