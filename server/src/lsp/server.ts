/** The language server: answers each request from the core. Works over any connection. */
import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { RuleSettings } from '../core/features/findings';
import type { Report } from '../core/features/shown-findings';
import { answerCheckFileRequest, type FileAccess } from './check-file-request';
import { clientOf } from './client';
import { source } from './convert';
import { CutReports, DiagnosticReports, mostShown } from './diagnostic-reports';
import { answerFormatRequests, formatCapabilities } from './format-requests';
import { Guard } from './guard';
import { answerLanguageRequests, languageCapabilities } from './language-requests';
import { answerNavigationRequests, navigationCapabilities, refreshNavigation } from './navigation-requests';
import { createDocuments, type OpenDocument } from './open-document';
import { answerPipelineRequests, pipelineCapabilities } from './pipeline-requests';
import { Rest } from './rest';
import { haveChanged, Session } from './session';
import { SettingsCache, section } from './settings';
import { Slices, type Turn } from './slices';
import { answerStructureRequests, refreshStructure, structureCapabilities } from './structure-requests';
import { warmUp } from './warm-up';

export interface ServerOptions extends FileAccess {
  /** Where the pages of the rules are, `{rule}` standing for the code; used unless the editor names its own place. */
  readonly pages?: string;
  /** Resolves when messages that had arrived were taken; by a timer where the platform has no quicker way. */
  readonly turn?: Turn;
  /** Flows that are checked before the first document is open, so that it is checked by code that has run before. */
  readonly specimen?: string;
  /** Gives back memory that is not in use; may take a tenth of a second. */
  readonly collectGarbage?: () => void;
}

/**
 * Diagnostics are asked for after each keystroke; what was asked about one place of a large document in the same moment is
 * answered before them. It takes so many turns until the next message is taken, answered, and the answer written.
 */
const turnsOfOthers = 4;

/** What answers requests, by what they are about. */
const answers = [
  answerLanguageRequests,
  answerNavigationRequests,
  answerStructureRequests,
  answerFormatRequests,
  answerPipelineRequests,
  answerCheckFileRequest,
];

/** Wires the server to a connection and listens. Returns at once. */
export function startServer(connection: Connection, options: ServerOptions = {}): void {
  const documents = createDocuments((message) => connection.console.error(message));
  const settings = new SettingsCache(connection);
  const reports = new DiagnosticReports();
  const cuts = new CutReports();
  const guard = new Guard();
  const rest = new Rest(() => options.collectGarbage?.());
  const turn = options.turn ?? timer;
  const session = new Session(connection, documents, settings, guard, new Slices(turn));

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    guard.initialize();
    session.client = clientOf(params, options.pages);
    settings.start(session.client.asksForSettings, params.initializationOptions);
    takeNotes();
    return {
      serverInfo: { name: source },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        diagnosticProvider: { identifier: source, interFileDependencies: false, workspaceDiagnostics: false },
        ...languageCapabilities,
        ...navigationCapabilities(session.client),
        ...structureCapabilities,
        ...formatCapabilities,
        ...pipelineCapabilities,
      },
    };
  });

  /** What an editor tells the server before it has said hello is lost, as the protocol has it. */
  function takeNotes(): void {
    connection.onInitialized(() => {
      if (session.client.registersForSettings) {
        void connection.client.register(DidChangeConfigurationNotification.type, { section });
      }
      if (options.specimen !== undefined && options.turn) {
        void warmUp(options.specimen, options.turn, () => documents.all().length === 0);
      }
    });

    connection.onDidChangeConfiguration(({ settings: sent }) => {
      settings.changed(sent);
      refreshStructure(session);
      refreshNavigation(session);
      if (session.client.pullsDiagnostics) {
        if (session.client.refreshesDiagnostics) {
          connection.languages.diagnostics.refresh();
        }
      } else {
        documents.all().forEach(publish);
      }
    });

    documents.listen(connection);
  }

  connection.onShutdown(() => guard.shutDown());

  for (const answer of answers) {
    answer(session, options);
  }

  connection.languages.diagnostics.on(
    guard.answer(async ({ textDocument, previousResultId }, token) => {
      const opened = session.openDocument(textDocument);
      if (opened.content.isLarge) {
        await giveWay(opened);
      }
      const { document, rules } = await session.knownAsOf(opened, 'analysis', token, askAgain());
      return reports.report(document, reportOn(document, rules), previousResultId, session.client);
    }),
  );

  /** Lets others go first, and does no more for a document that has changed meanwhile. */
  async function giveWay(document: OpenDocument): Promise<void> {
    const { version } = document;
    for (let turns = 0; turns < turnsOfOthers; turns++) {
      await turn();
    }
    if (document.version !== version) {
      throw askAgain();
    }
  }

  documents.onDidOpen(({ document }) => rest.after(document.content.lines.length));

  documents.onDidChangeContent(({ document }) => {
    rest.after(0);
    if (!session.client.pullsDiagnostics) {
      void publish(document);
    }
  });

  documents.onDidClose(({ document }) => {
    settings.closed(document.uri);
    reports.closed(document.uri);
    cuts.closed(document.uri);
    rest.after(document.content.lines.length);
    if (!session.client.pullsDiagnostics) {
      void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    }
  });

  /** For editors that do not ask for diagnostics. Of several changes the last one is answered. */
  async function publish(document: OpenDocument): Promise<void> {
    const { uri, version } = document;
    const { rules, isCurrent } = await session.settingsFor(document);
    const { generation } = settings;
    if (isCurrent && (await session.reach(document, 'analysis')) && settings.generation === generation) {
      const diagnostics = reports.items(document, reportOn(document, rules), session.client);
      await connection.sendDiagnostics({ uri, version, diagnostics });
    }
  }

  /** What is shown of a document. Tells the editor when that is not everything, and when it is again. */
  function reportOn(document: OpenDocument, rules: RuleSettings): Report {
    const report = document.content.report(rules, mostShown);
    rest.after(0);
    const count = cuts.tell(document, report);
    if (count && session.client.countsDiagnostics) {
      void connection.sendNotification('ovsFlows/diagnosticsCount', count);
    }
    return report;
  }

  connection.listen();
}

/** Of diagnostics the protocol lets the server say so in its own way, and the editor asks again by itself. */
function askAgain(): ResponseError<{ retriggerRequest: boolean }> {
  return new ResponseError(LSPErrorCodes.ServerCancelled, haveChanged, { retriggerRequest: true });
}

function timer(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
