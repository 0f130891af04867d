/** Requests of our own about the pipeline as a whole. */
import type { ServerCapabilities } from 'vscode-languageserver';
import { connectionReport } from '../core/features/flow-connection-report';
import type { Pipeline } from '../core/features/pipeline';
import { pipelineAt, tableAt } from '../core/features/pipeline-of';
import type { Session } from './session';

export const pipelineCapabilities: ServerCapabilities = {};

interface AboutDocument {
  readonly textDocument: { readonly uri: string };
  /** A line of the part that is meant, in files that hold several dumps; the first part where it is left out. */
  readonly line?: number;
}

interface AboutPosition extends AboutDocument {
  readonly position: { readonly line: number; readonly character: number };
}

/** Answers them. */
export function answerPipelineRequests(session: Session): void {
  const { connection, guard } = session;

  connection.onRequest(
    'ovsFlows/pipeline',
    guard.answer(async ({ textDocument, line }: AboutDocument, token): Promise<Pipeline> => {
      const { document } = await session.knownAsOf(session.openDocument(textDocument), 'analysis', token);
      return pipelineAt(document.content, Number.isInteger(line) ? line! : 0, document.version);
    }),
  );

  // The table of the flow at a place: what the view highlights as the cursor moves.
  connection.onRequest(
    'ovsFlows/tableAt',
    guard.answerAt(async ({ textDocument, position }: AboutPosition, token): Promise<number | null> => {
      const { content } = await session.known(textDocument, 'file', token);
      return tableAt(content, position.line) ?? null;
    }),
  );

  connection.onRequest(
    'ovsFlows/connectionState',
    guard.answerAt(
      async ({ textDocument, position }: AboutPosition, token): Promise<{ markdown: string } | null> => {
        const { document } = await session.knownAsOf(session.openDocument(textDocument), 'analysis', token);
        const markdown = connectionReport(document.content, position.line);
        return markdown === undefined ? null : { markdown };
      },
    ),
  );
}
