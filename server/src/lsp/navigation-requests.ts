/** Requests that move about in a document by its tables, groups, meters, conjunctions and cookies. */
import type { ServerCapabilities } from 'vscode-languageserver';
import type { Session } from './session';

export const navigationCapabilities: ServerCapabilities = {};

/** Answers them. */
export function answerNavigationRequests(_session: Session): void {}
