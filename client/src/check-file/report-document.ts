import {
  Disposable,
  DocumentLink,
  type DocumentLinkProvider,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import { reportScheme } from '../names';
import type { Report } from './report';

/** Reports that are kept, to be shown or loaded anew: as many as somebody has in view. */
const mostReports = 20;

/** The reports on checked files, as read-only documents whose places are links. */
export class Reports implements TextDocumentContentProvider, DocumentLinkProvider, Disposable {
  readonly #reports = new Map<string, Report>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registrations: Disposable;

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#registrations = Disposable.from(
      workspace.registerTextDocumentContentProvider(reportScheme, this),
      languages.registerDocumentLinkProvider({ scheme: reportScheme }, this),
    );
  }

  /**
   * Keeps a report. An earlier one on the same files gives way to it, also where it is being shown.
   *
   * @param name what the tab says
   * @param about tells reports of the same name apart
   * @returns the address of the document
   */
  put(name: string, about: string, report: Report): Uri {
    const uri = Uri.from({ scheme: reportScheme, path: `/${name}`, query: about });
    const key = uri.toString();
    this.#reports.delete(key);
    this.#reports.set(key, report);
    const [oldest] = this.#reports.keys();
    if (this.#reports.size > mostReports && oldest !== undefined) {
      this.#reports.delete(oldest);
    }
    this.#changed.fire(uri);
    return uri;
  }

  /** Called by VS Code, also when a window is loaded anew, which knows no reports. */
  provideTextDocumentContent(uri: Uri): string {
    return (
      this.#reports.get(uri.toString())?.text ?? 'This report is no longer there. Check the file again.\n'
    );
  }

  /** Called by VS Code. */
  provideDocumentLinks({ uri }: TextDocument): DocumentLink[] {
    return (this.#reports.get(uri.toString())?.links ?? []).map(({ line, start, end, address, place }) => {
      const target = Uri.parse(address).with({ fragment: `L${place.line},${place.column}` });
      return new DocumentLink(new Range(line, start, line, end), target);
    });
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#changed.dispose();
  }
}

export async function showReport(report: Uri): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument(report), { preview: true });
}
