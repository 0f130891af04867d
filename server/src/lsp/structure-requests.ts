/** Requests about the build of a document: outline, folding, selection, links, colours, hints, lenses. */
import type { ServerCapabilities } from 'vscode-languageserver';
import type { Session } from './session';

export const structureCapabilities: ServerCapabilities = {};

/** Answers them. */
export function answerStructureRequests(_session: Session): void {}
