import {
  CancellationTokenSource,
  Disposable,
  type TextDocument,
  type TextEditor,
  Uri,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import { languageId } from '../names';
import type { Server } from '../server';
import { takeOut } from './export';
import { type FromView, readFromView, type ToView } from './graph/messages';
import type { PipelinePlace } from './graph/pipeline';
import { pageFor, viewFolder } from './page';
import { askForPipeline, askForTable } from './requests';
import { revealPlace } from './reveal';

/** How long the text must have rested before the drawing follows it, in milliseconds. */
const rest = 300;

/**
 * The view of a pipeline. It shows the flow file that was active last, follows its text and its cursor, and asks the
 * server for nothing while it is hidden.
 */
export class PipelinePanel {
  readonly panel: WebviewPanel;
  readonly #server: Server;
  readonly #explainRule: (rule: string) => void;
  readonly #listeners: Disposable;
  /** What is to be said to the view once it listens; undefined while it does. */
  #waiting: ToView[] | undefined = [];
  #uri: Uri | undefined;
  /** The line of the cursor: a file of several dumps holds several pipelines. */
  #line = 0;
  #part = { first: 0, last: Number.POSITIVE_INFINITY };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: CancellationTokenSource | undefined;

  constructor(panel: WebviewPanel, extension: Uri, server: Server, explainRule: (rule: string) => void) {
    this.panel = panel;
    this.#server = server;
    this.#explainRule = explainRule;
    panel.webview.options = { enableScripts: true, localResourceRoots: [viewFolder(extension)] };
    this.#listeners = Disposable.from(
      panel.webview.onDidReceiveMessage((message) => this.#receive(readFromView(message))),
      panel.onDidChangeViewState(() => this.#visibilityChanged()),
      workspace.onDidChangeTextDocument(({ document }) => this.#isShown(document) && this.#refreshSoon()),
      window.onDidChangeActiveTextEditor((editor) => editor && this.follow(editor)),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#tellCursor(textEditor)),
      server.onStateChanged((state) => state === 'running' && this.#refreshSoon()),
    );
    panel.onDidDispose(() => this.#dispose());
    panel.iconPath = {
      light: Uri.joinPath(extension, 'syntaxes', 'icon-light.svg'),
      dark: Uri.joinPath(extension, 'syntaxes', 'icon-dark.svg'),
    };
    panel.webview.html = pageFor(panel.webview, extension);
  }

  /** The document that is shown. */
  get uri(): Uri | undefined {
    return this.#uri;
  }

  /** Shows the document of an editor, if it is one of flows. */
  follow({ document, selection }: TextEditor): void {
    if (document.languageId === languageId && !this.#isShown(document)) {
      this.show(document.uri, selection.active.line);
    }
  }

  /** Shows the part of a document that a line is in. */
  show(uri: Uri, line: number): void {
    this.#uri = uri;
    this.#line = line;
    this.panel.title = `Pipeline: ${nameOf(uri)}`;
    void this.#refresh();
  }

  /** Says something to the view, as soon as it listens. */
  say(message: ToView): void {
    if (this.#waiting) {
      this.#waiting.push(message);
    } else {
      void this.panel.webview.postMessage(message);
    }
  }

  /** The document that is shown, opened if it is not. */
  async #document(): Promise<TextDocument | undefined> {
    try {
      return this.#uri && (await workspace.openTextDocument(this.#uri));
    } catch {
      // It was deleted, or was never saved.
      return undefined;
    }
  }

  #isShown({ uri }: TextDocument): boolean {
    return uri.toString() === this.#uri?.toString();
  }

  #visibilityChanged(): void {
    // A hidden view forgets what it shows; when it is back, it says so.
    if (!this.panel.visible) {
      this.#waiting ??= [];
    }
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(), rest);
  }

  /** Asks for the pipeline and shows it, unless something is asked for again meanwhile. */
  async #refresh(): Promise<void> {
    clearTimeout(this.#timer);
    this.#asking?.cancel();
    // What is not ready will ask by itself.
    if (!this.#uri || !this.panel.visible || this.#waiting) {
      return;
    }
    const asking = new CancellationTokenSource();
    this.#asking = asking;
    const uri = this.#uri;
    const about = { type: 'pipeline', uri: uri.toString(), name: nameOf(uri), pipeline: undefined } as const;
    try {
      const document = await this.#document();
      const pipeline = document && (await askForPipeline(this.#server, document, this.#line, asking.token));
      if (!asking.token.isCancellationRequested) {
        this.#part = pipeline ?? this.#part;
        this.say(pipeline ? { ...about, pipeline } : { ...about, problem: `${about.name} cannot be read.` });
        window.visibleTextEditors.forEach((editor) => void this.#tellCursor(editor));
      }
    } catch (error) {
      if (!asking.token.isCancellationRequested) {
        const reason = error instanceof Error ? error.message : String(error);
        this.say({ ...about, problem: `The language server has no answer: ${reason}` });
      }
    } finally {
      asking.dispose();
    }
  }

  /** Tells the view the table at the cursor. */
  async #tellCursor({ document, selection }: TextEditor): Promise<void> {
    if (!this.#isShown(document) || !this.panel.visible || this.#waiting) {
      return;
    }
    const { version } = document;
    const { line } = selection.active;
    if (line !== this.#line) {
      this.#line = line;
      if (line < this.#part.first || line > this.#part.last) {
        this.#refreshSoon();
      }
    }
    try {
      const table = await askForTable(this.#server, document, line);
      if (document.version === version) {
        this.say({ type: 'cursor', uri: document.uri.toString(), table });
      }
    } catch {
      // The text has changed meanwhile, or the server is starting anew: there will be another occasion.
    }
  }

  #receive(message: FromView | undefined): void {
    switch (message?.type) {
      case 'ready':
        void this.#started();
        break;
      case 'reveal':
        if (message.uri === this.#uri?.toString()) {
          void this.#reveal(message.place, message.focus);
        }
        break;
      case 'exported':
        if (message.uri === this.#uri?.toString()) {
          void takeOut(message.format, message.text, this.#uri);
        }
        break;
      case 'explainRule':
        this.#explainRule(message.rule);
    }
  }

  /** The view listens now: first the pipeline, then what had to wait for it. */
  async #started(): Promise<void> {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    await this.#refresh();
    for (const message of waiting) {
      this.say(message);
    }
  }

  async #reveal(place: PipelinePlace, focus: boolean): Promise<void> {
    const document = await this.#document();
    if (document) {
      await revealPlace(document, place, focus);
    }
  }

  #dispose(): void {
    clearTimeout(this.#timer);
    this.#asking?.cancel();
    this.#listeners.dispose();
  }
}

function nameOf({ path }: Uri): string {
  return path.split('/').at(-1) ?? path;
}
