/** Requests that lay a document out anew. */
import type { ServerCapabilities } from 'vscode-languageserver';
import type { Session } from './session';

export const formatCapabilities: ServerCapabilities = {};

/** Answers them. */
export function answerFormatRequests(_session: Session): void {}
