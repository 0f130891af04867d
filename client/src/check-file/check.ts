import { type CancellationToken, type Progress, ProgressLocation, type Uri, window, workspace } from 'vscode';
import { LSPErrorCodes, ResponseError } from 'vscode-languageclient';
import type { RequestProgress, Server } from '../server';
import type { FileFindings } from './findings';
import type { CheckedFile } from './report';
import { readCheckResult } from './result';

/** The request of the server: it reads the file by itself, however large. */
const request = 'ovsFlows/checkFile';

/** Undefined where the user has cancelled it. */
type Outcome = CheckedFile | { readonly name: string; readonly failure: string } | undefined;

/** What came of checking some files. */
export interface Checks {
  readonly checked: readonly CheckedFile[];
  /** Why a file could not be checked, each in a sentence. */
  readonly failures: readonly string[];
  readonly isCancelled: boolean;
}

/** Has the server check files, one after the other, and shows how far it is. Findings go to the Problems view. */
export async function checkFiles(
  server: Server,
  findings: FileFindings,
  files: readonly Uri[],
): Promise<Checks> {
  const checked: CheckedFile[] = [];
  const failures: string[] = [];
  for (const [index, uri] of files.entries()) {
    const number = files.length > 1 ? ` (${index + 1} of ${files.length})` : '';
    const title = `Checking ${nameOf(uri)}${number}`;
    const outcome = await window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => checkFile(server, findings, uri, progress, token),
    );
    if (outcome === undefined) {
      return { checked, failures, isCancelled: true };
    }
    if ('failure' in outcome) {
      failures.push(`${outcome.name} could not be checked: ${outcome.failure}`);
    } else {
      checked.push(outcome);
    }
  }
  return { checked, failures, isCancelled: false };
}

async function checkFile(
  server: Server,
  findings: FileFindings,
  uri: Uri,
  progress: Progress<{ message?: string; increment?: number }>,
  token: CancellationToken,
): Promise<Outcome> {
  const name = nameOf(uri);
  const address = uri.toString();
  try {
    if (uri.scheme !== 'file') {
      throw new Error(
        'it is not on a disk that the language server can read. Open it in the editor instead.',
      );
    }
    const answer = await server.requestWithProgress(request, { uri: address }, token, stepsOf(progress));
    const result = readCheckResult(answer);
    if (!result) {
      throw new Error('the language server gave an answer that makes no sense.');
    }
    findings.show(uri, await server.toDiagnostics(result.diagnostics));
    const hasUnsavedChanges = workspace.textDocuments.some(
      (document) => document.isDirty && document.uri.toString() === address,
    );
    return { name, address, hasUnsavedChanges, result };
  } catch (error) {
    return token.isCancellationRequested || isCancelled(error)
      ? undefined
      : { name, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** The server says how much is done in all, VS Code wants to know how much more. */
function stepsOf(
  progress: Progress<{ message?: string; increment?: number }>,
): (reported: RequestProgress) => void {
  let done = 0;
  return (reported) => {
    if (reported.kind !== 'end') {
      const percentage = Math.max(done, reported.percentage ?? 0);
      const message = reported.message;
      progress.report({ increment: percentage - done, ...(message === undefined ? {} : { message }) });
      done = percentage;
    }
  };
}

function isCancelled(error: unknown): boolean {
  return error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled;
}

/** The name of a file without its folder. */
export function nameOf(uri: Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}
