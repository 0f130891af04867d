import {
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type TextDocuments,
} from 'vscode-languageserver';
import { formatsUnder } from '../core/facts/flow-formats';
import type { RuleSettings } from '../core/features/diagnostics';
import type { Client } from './client';
import type { Guard } from './guard';
import type { OpenDocument } from './open-document';
import type { SettingsCache } from './settings';

/** What has changed when a request is answered with "content modified". */
export const haveChanged = 'the document or the settings have changed';

/** What all requests are answered from: the connection, the editor at its other end, open documents, settings. */
export class Session {
  /** Known once the editor has said hello, before any other request is let in. */
  client!: Client;

  constructor(
    readonly connection: Connection,
    readonly documents: TextDocuments<OpenDocument>,
    readonly settings: SettingsCache,
    readonly guard: Guard,
  ) {}

  /** The open document of that address; throws the protocol's error when there is none. */
  openDocument({ uri }: { readonly uri: string }): OpenDocument {
    const document = this.documents.get(uri);
    if (!document) {
      throw new ResponseError(ErrorCodes.InvalidParams, `${uri} is not open`);
    }
    return document;
  }

  /** The settings that hold for a document, and whether it and they are still what they were when asked for. */
  async settingsFor(document: OpenDocument): Promise<{ rules: RuleSettings; isCurrent: boolean }> {
    const { uri, version } = document;
    const { generation } = this.settings;
    const { rules, openflowVersion } = await this.settings.of(uri);
    document.content.formats = formatsUnder(openflowVersion);
    const same = this.documents.get(uri) === document && document.version === version;
    return { rules, isCurrent: same && this.settings.generation === generation };
  }

  /** The same for a request, which makes no sense any more when something has changed meanwhile. */
  async asOf(
    document: OpenDocument,
    outdated: Error = new ResponseError(LSPErrorCodes.ContentModified, haveChanged),
  ): Promise<{ document: OpenDocument; rules: RuleSettings }> {
    const { rules, isCurrent } = await this.settingsFor(document);
    if (!isCurrent) {
      throw outdated;
    }
    return { document, rules };
  }
}
