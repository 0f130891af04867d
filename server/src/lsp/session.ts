import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type TextDocuments,
} from 'vscode-languageserver';
import { formatsUnder } from '../core/facts/flow-formats';
import type { RuleSettings, Stage } from '../core/features/diagnostics';
import type { Client } from './client';
import { checkWanted, type Guard } from './guard';
import type { OpenDocument } from './open-document';
import type { SettingsCache } from './settings';
import type { Slices } from './slices';

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
    readonly slices: Slices,
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
    document.content.settings = rules;
    const same = this.documents.get(uri) === document && document.version === version;
    return { rules, isCurrent: same && this.settings.generation === generation };
  }

  /** The same for a request, which makes no sense any more when something has changed meanwhile. */
  async asOf(
    document: OpenDocument,
    outdated: Error = modified(),
  ): Promise<{ document: OpenDocument; rules: RuleSettings }> {
    const { rules, isCurrent } = await this.settingsFor(document);
    if (!isCurrent) {
      throw outdated;
    }
    return { document, rules };
  }

  /** The open document of that address, once it has reached the stage. */
  async known(
    identifier: { readonly uri: string },
    stage: Stage,
    token: CancellationToken,
  ): Promise<OpenDocument> {
    const document = this.openDocument(identifier);
    await this.untilKnown(document, stage, token);
    return document;
  }

  /** As `asOf`, once the document has reached the stage. */
  async knownAsOf(
    document: OpenDocument,
    stage: Stage,
    token: CancellationToken,
    outdated: Error = modified(),
  ): Promise<{ document: OpenDocument; rules: RuleSettings }> {
    const found = await this.asOf(document, outdated);
    const { generation } = this.settings;
    await this.untilKnown(document, stage, token, outdated);
    if (this.settings.generation !== generation) {
      throw outdated;
    }
    return found;
  }

  /**
   * Resolves when the document has reached the stage, at once if there is not much to do. Throws the protocol's error for
   * requests that are cancelled meanwhile, and `outdated` when the document changes.
   */
  async untilKnown(
    document: OpenDocument,
    stage: Stage,
    token: CancellationToken,
    outdated: Error = modified(),
  ): Promise<void> {
    if (!(await this.reach(document, stage, token))) {
      checkWanted(token);
      throw outdated;
    }
  }

  /** The same; gives false when the document changes, or the token says that nobody waits any more. */
  reach(document: OpenDocument, stage: Stage, token?: CancellationToken): Promise<boolean> {
    const { content, uri } = document;
    const { revision } = content;
    const isSame = () =>
      this.documents.get(uri) === document && document.content === content && content.revision === revision;
    return this.slices.reach(content, stage, () => !token?.isCancellationRequested && isSame());
  }
}

function modified(): Error {
  return new ResponseError(LSPErrorCodes.ContentModified, haveChanged);
}
