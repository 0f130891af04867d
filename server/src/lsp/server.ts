/** The language server: answers each request from the core. Works over any connection. */

import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { formatsUnder } from '../core/facts/flow-formats';
import { completeAt } from '../core/features/completion';
import type { RuleSettings } from '../core/features/diagnostics';
import { hoverAt } from '../core/features/hover';
import { signatureAt } from '../core/features/signature-help';
import { type Client, clientOf } from './client';
import { codeActions, fixAllKind, readCodeActionParams } from './code-action-request';
import { source, toCodeAction, toCompletionItem, toDiagnostic, toHover, toSignatureHelp } from './convert';
import { DiagnosticReports } from './diagnostic-reports';
import { Guard } from './guard';
import { createDocuments, type OpenDocument } from './open-document';
import { SettingsCache, section } from './settings';

export interface ServerOptions {
  /** Where the pages of the rules are, `{rule}` standing for the code; used unless the editor names its own place. */
  readonly pages?: string;
}

/** Characters after which completion is asked for without a key being pressed for it. */
const triggerCharacters = ['=', '+', '-', '|', ',', '(', ':', '>'];

/** Characters after which it is asked how the action at the cursor is written. */
const signatureCharacters = { triggerCharacters: ['(', ',', ':'], retriggerCharacters: [')', '=', '>'] };

const haveChanged = 'the document or the settings have changed';

/** Wires the server to a connection and listens. Returns at once. */
export function startServer(connection: Connection, options: ServerOptions = {}): void {
  const documents = createDocuments((message) => connection.console.error(message));
  const settings = new SettingsCache(connection);
  const reports = new DiagnosticReports();
  const guard = new Guard();
  let client: Client;

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    guard.initialize();
    client = clientOf(params, options.pages);
    settings.start(client.asksForSettings, params.initializationOptions);
    return {
      serverInfo: { name: source },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        hoverProvider: true,
        completionProvider: { triggerCharacters, completionItem: { labelDetailsSupport: true } },
        signatureHelpProvider: signatureCharacters,
        codeActionProvider: {
          codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
        },
        diagnosticProvider: { identifier: source, interFileDependencies: false, workspaceDiagnostics: false },
      },
    };
  });

  connection.onInitialized(() => {
    if (client.registersForSettings) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section });
    }
  });

  connection.onShutdown(() => guard.shutDown());

  connection.onHover(
    guard.answerAt(async ({ textDocument, position }) => {
      const { document, rules } = await asOf(openDocument(textDocument));
      const { line: number, character } = position;
      const line = document.content.parse(number);
      const shown = document.content.diagnostics(rules).filter((diagnostic) => diagnostic.line === number);
      const hover =
        line &&
        hoverAt(line, character, {
          shown,
          linkTo: client.linkTo,
          errorsShownBeside: client.errorsInHover,
          formats: document.content.formats,
        });
      return hover ? toHover(number, hover, client) : null;
    }),
  );

  connection.onCompletion(
    guard.answerAt(({ textDocument, position }) => {
      const { content } = openDocument(textDocument);
      const line = content.parse(position.line);
      const lineAt = (distance: number) => content.lines[position.line + distance]?.text;
      const completions = line ? completeAt(line, position.character, { lineAt }) : [];
      return completions.map((completion, rank) => toCompletionItem(position.line, completion, rank, client));
    }),
  );

  connection.onSignatureHelp(
    guard.answerAt(({ textDocument, position }) => {
      const line = openDocument(textDocument).content.parse(position.line);
      const help = line && signatureAt(line, position.character);
      return help ? toSignatureHelp(help, client) : null;
    }),
  );

  connection.onCodeAction(
    guard.answer(async (params) => {
      const { range, only, reported } = readCodeActionParams(params);
      const { document, rules } = await asOf(openDocument(params.textDocument));
      return codeActions(document, range, only, rules).map((action) =>
        toCodeAction(document, action, reported, client),
      );
    }),
  );

  connection.languages.diagnostics.on(
    guard.answer(async ({ textDocument, previousResultId }) => {
      const { document, rules } = await asOf(openDocument(textDocument), askAgain());
      return reports.report(document, document.content.diagnostics(rules), previousResultId, client);
    }),
  );

  connection.onDidChangeConfiguration(({ settings: sent }) => {
    settings.changed(sent);
    if (client.pullsDiagnostics) {
      if (client.refreshesDiagnostics) {
        connection.languages.diagnostics.refresh();
      }
    } else {
      documents.all().forEach(publish);
    }
  });

  documents.onDidChangeContent(({ document }) => {
    if (!client.pullsDiagnostics) {
      void publish(document);
    }
  });

  documents.onDidClose(({ document }) => {
    settings.closed(document.uri);
    reports.closed(document.uri);
    if (!client.pullsDiagnostics) {
      void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    }
  });

  /** The settings that hold for a document, and whether it and they are still what they were when asked for. */
  async function settingsFor(document: OpenDocument): Promise<{ rules: RuleSettings; isCurrent: boolean }> {
    const { uri, version } = document;
    const { generation } = settings;
    const { rules, openflowVersion } = await settings.of(uri);
    document.content.formats = formatsUnder(openflowVersion);
    const same = documents.get(uri) === document && document.version === version;
    return { rules, isCurrent: same && settings.generation === generation };
  }

  /** The same for a request, which makes no sense any more when something has changed meanwhile. */
  async function asOf(
    document: OpenDocument,
    outdated: Error = new ResponseError(LSPErrorCodes.ContentModified, haveChanged),
  ): Promise<{ document: OpenDocument; rules: RuleSettings }> {
    const { rules, isCurrent } = await settingsFor(document);
    if (!isCurrent) {
      throw outdated;
    }
    return { document, rules };
  }

  /** For editors that do not ask for diagnostics. */
  async function publish(document: OpenDocument): Promise<void> {
    const { uri, version } = document;
    const { rules, isCurrent } = await settingsFor(document);
    if (isCurrent) {
      const diagnostics = document.content
        .diagnostics(rules)
        .map((found) => toDiagnostic(uri, found, client));
      await connection.sendDiagnostics({ uri, version, diagnostics });
    }
  }

  function openDocument({ uri }: { readonly uri: string }): OpenDocument {
    const document = documents.get(uri);
    if (!document) {
      throw new ResponseError(ErrorCodes.InvalidParams, `${uri} is not open`);
    }
    return document;
  }

  documents.listen(connection);
  connection.listen();
}

/** Of diagnostics the protocol lets the server say so in its own way, and the editor asks again by itself. */
function askAgain(): ResponseError<{ retriggerRequest: boolean }> {
  return new ResponseError(LSPErrorCodes.ServerCancelled, haveChanged, { retriggerRequest: true });
}
