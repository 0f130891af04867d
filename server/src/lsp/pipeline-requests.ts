/** Requests of our own about the pipeline as a whole. */
import type { ServerCapabilities } from 'vscode-languageserver';
import type { Session } from './session';

export const pipelineCapabilities: ServerCapabilities = {};

/** Answers them. */
export function answerPipelineRequests(_session: Session): void {}
