/** An editor as far as the protocol goes: it opens documents, edits them, and asks. */
import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  InitializeResult,
  Position,
  PublishDiagnosticsParams,
  Range,
  TextDocumentContentChangeEvent,
  TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type ServerProcess, startServerProcess } from './server-process';

/** What VS Code announces, as far as the server looks at it. */
export const fullCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    diagnostic: { dynamicRegistration: true, relatedInformation: true, codeDescriptionSupport: true },
    completion: { completionItem: { labelDetailsSupport: true, documentationFormat: ['markdown'] } },
    hover: { contentFormat: ['markdown'] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
  },
};

/** An editor that pulls diagnostics and can do nothing else. */
export const pullingCapabilities = { textDocument: { diagnostic: {} } };

/** An editor that pulls diagnostics and can be asked for settings. */
export const askedCapabilities = {
  textDocument: { diagnostic: {} },
  workspace: { configuration: true, diagnostics: { refreshSupport: true } },
};

export class Editor {
  readonly #documents = new Map<string, TextDocument>();

  constructor(
    readonly server: ServerProcess,
    readonly initialized: InitializeResult,
  ) {}

  open(text: string, uri = 'file:///flows/a.flows'): string {
    const document = TextDocument.create(uri, 'ovs-flows', 1, text);
    this.#documents.set(uri, document);
    this.server.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'ovs-flows', version: 1, text },
    });
    return uri;
  }

  /** Sends the changes and makes them here as well, each on the text the one before left. */
  change(uri: string, ...contentChanges: TextDocumentContentChangeEvent[]): void {
    const document = this.document(uri);
    const version = document.version + 1;
    let text = document.getText();
    for (const change of contentChanges) {
      // A document made afresh for each change: the library's incremental update miscounts `\r` beside `\n`.
      const reference = TextDocument.create(uri, 'ovs-flows', 1, text);
      text = TextDocument.update(reference, [change], 2).getText();
    }
    this.#documents.set(uri, TextDocument.create(uri, 'ovs-flows', version, text));
    this.server.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  close(uri: string): void {
    this.#documents.delete(uri);
    this.server.notify('textDocument/didClose', { textDocument: { uri } });
  }

  document(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (!document) {
      throw new Error(`${uri} is not open`);
    }
    return document;
  }

  textOf(uri: string): string {
    return this.document(uri).getText();
  }

  /** Where the part stands in the document; `offset` units further on. */
  at(uri: string, part: string, offset = 0): Position {
    const index = this.textOf(uri).indexOf(part);
    if (index < 0) {
      throw new Error(`there is no ${part} in ${uri}`);
    }
    return this.document(uri).positionAt(index + offset);
  }

  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.server.request('textDocument/diagnostic', {
      textDocument: { uri },
      ...(previousResultId !== undefined && { previousResultId }),
    });
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.pull(uri);
    if (report.kind !== 'full') {
      throw new Error('asked without a result id, the answer must be full');
    }
    return report.items;
  }

  /** The codes of what is reported, in order. */
  async codes(uri: string): Promise<string[]> {
    return (await this.diagnostics(uri)).map(({ code }) => String(code));
  }

  hover(uri: string, position: Position): Promise<Hover | null> {
    return this.server.request('textDocument/hover', { textDocument: { uri }, position });
  }

  complete(uri: string, position: Position): Promise<CompletionItem[]> {
    return this.server.request('textDocument/completion', { textDocument: { uri }, position });
  }

  codeActions(
    uri: string,
    range: Range,
    context: { diagnostics?: Diagnostic[]; only?: string[] } = {},
  ): Promise<CodeAction[]> {
    return this.server.request('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [], ...context },
    });
  }

  /** Makes an action's edits, and tells the server, as an editor does. */
  apply(action: CodeAction): void {
    const { changes, documentChanges } = action.edit ?? {};
    for (const [uri, edits] of Object.entries(changes ?? {})) {
      this.#edit(uri, edits);
    }
    for (const change of documentChanges ?? []) {
      if (!('textDocument' in change)) {
        throw new Error('only text is expected to be edited');
      }
      const { uri, version } = change.textDocument;
      if (version !== this.document(uri).version) {
        throw new Error(`the edit is for version ${version} of ${uri}`);
      }
      this.#edit(uri, change.edits as TextEdit[]);
    }
  }

  #edit(uri: string, edits: readonly TextEdit[]): void {
    // From the end of the document backwards, so that no edit moves the place of the next.
    const backwards = [...edits].sort(
      (left, right) =>
        right.range.start.line - left.range.start.line ||
        right.range.start.character - left.range.start.character,
    );
    this.change(uri, ...backwards.map(({ range, newText }) => ({ range, text: newText })));
  }

  /** The latest diagnostics that were pushed for a document, once they are there for this version. */
  pushed(uri: string, version: number | undefined): Promise<PublishDiagnosticsParams> {
    return this.server.waitFor(`diagnostics of version ${version} of ${uri}`, () =>
      this.server
        .messages<PublishDiagnosticsParams>('textDocument/publishDiagnostics')
        .reverse()
        .find((params) => params.uri === uri && params.version === version),
    );
  }
}

export interface EditorOptions {
  readonly capabilities?: object;
  readonly initializationOptions?: unknown;
  /** What happens to the server before anything else. */
  readonly before?: (server: ServerProcess) => void;
}

/** Starts a server and initializes it. */
export async function startEditor(options: EditorOptions = {}): Promise<Editor> {
  const server = startServerProcess();
  options.before?.(server);
  return initialize(server, options);
}

export async function initialize(
  server: ServerProcess,
  { capabilities = pullingCapabilities, initializationOptions }: EditorOptions = {},
): Promise<Editor> {
  const result = await server.request<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities,
    ...(initializationOptions !== undefined && { initializationOptions }),
  });
  server.notify('initialized', {});
  return new Editor(server, result);
}

/** A range in one line. */
export function inLine(line: number, start: number, end: number): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}
