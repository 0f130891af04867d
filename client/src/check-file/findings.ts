import {
  commands,
  type Diagnostic,
  type DiagnosticCollection,
  Disposable,
  languages,
  RelativePattern,
  Uri,
  workspace,
} from 'vscode';
import { hasFileFindings, languageId } from '../names';
import { isShownInTab, onDidOpenTabs } from './tabs';

/**
 * The findings of files that were checked from disk, as the Problems view has them. They go when they are no longer
 * true, because the file has changed or is gone, and when the language server has its own, because the file is shown
 * in an editor.
 */
export class FileFindings implements Disposable {
  readonly #collection: DiagnosticCollection = languages.createDiagnosticCollection('ovs-flows-files');
  /** What watches each file that has findings, by its address. */
  readonly #watchers = new Map<string, Disposable>();
  readonly #listeners: Disposable;

  constructor() {
    this.#listeners = Disposable.from(
      workspace.onDidOpenTextDocument(() => this.#leaveToServer()),
      onDidOpenTabs(() => this.#leaveToServer()),
      // What is deleted in VS Code itself is known at once, whatever the file system tells.
      workspace.onDidDeleteFiles(({ files }) => this.#removeBelow(files)),
      workspace.onDidRenameFiles(({ files }) => this.#removeBelow(files.map(({ oldUri }) => oldUri))),
    );
  }

  /** Replaces what is known of a file. */
  show(uri: Uri, diagnostics: readonly Diagnostic[]): void {
    this.#remove(uri);
    if (diagnostics.length > 0 && !isLeftToServer(uri)) {
      this.#collection.set(uri, diagnostics);
      this.#watchers.set(uri.toString(), this.#watch(uri));
      this.#changed();
    }
  }

  clear(): void {
    for (const address of [...this.#watchers.keys()]) {
      this.#remove(Uri.parse(address));
    }
  }

  dispose(): void {
    this.#listeners.dispose();
    this.clear();
    this.#collection.dispose();
  }

  #leaveToServer(): void {
    for (const address of [...this.#watchers.keys()]) {
      const uri = Uri.parse(address);
      if (isLeftToServer(uri)) {
        this.#remove(uri);
      }
    }
  }

  #removeBelow(parents: readonly Uri[]): void {
    for (const address of [...this.#watchers.keys()]) {
      const isBelow = (parent: string) => address === parent || address.startsWith(`${parent}/`);
      if (parents.some((parent) => isBelow(parent.toString()))) {
        this.#remove(Uri.parse(address));
      }
    }
  }

  #remove(uri: Uri): void {
    this.#collection.delete(uri);
    this.#watchers.get(uri.toString())?.dispose();
    this.#watchers.delete(uri.toString());
    this.#changed();
  }

  #watch(uri: Uri): Disposable {
    // By its folder: a name may hold what means something in a pattern.
    const pattern = new RelativePattern(Uri.joinPath(uri, '..'), '*');
    const watcher = workspace.createFileSystemWatcher(pattern, true);
    const removeIfIt = (changed: Uri) => {
      if (changed.toString() === uri.toString()) {
        this.#remove(uri);
      }
    };
    watcher.onDidChange(removeIfIt);
    watcher.onDidDelete(removeIfIt);
    return watcher;
  }

  #changed(): void {
    void commands.executeCommand('setContext', hasFileFindings, this.#watchers.size > 0);
  }
}

/** Whether the language server speaks for the file: it is shown in an editor, as flows. */
function isLeftToServer(uri: Uri): boolean {
  const address = uri.toString();
  const isKnown = workspace.textDocuments.some(
    (document) => document.languageId === languageId && document.uri.toString() === address,
  );
  return isKnown && isShownInTab(uri);
}
