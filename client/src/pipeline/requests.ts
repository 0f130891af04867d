/** What the view asks the server. */
import type { CancellationToken, TextDocument } from 'vscode';
import type { Server } from '../server';
import { isObject, isPipeline, type Pipeline } from './graph/pipeline';

/** The pipeline of the part of a document that a line is in; undefined when the server has none. */
export async function askForPipeline(
  server: Server,
  document: TextDocument,
  line: number,
  token: CancellationToken,
): Promise<Pipeline | undefined> {
  const params = { textDocument: identifierOf(document), line };
  const answer = await server.request('ovsFlows/pipeline', params, token);
  return isPipeline(answer) ? answer : undefined;
}

/** The table of the flow on a line, from 0; undefined where there is no flow. */
export async function askForTable(
  server: Server,
  document: TextDocument,
  line: number,
): Promise<number | undefined> {
  const position = { line, character: 0 };
  const answer = await server.request('ovsFlows/tableAt', { textDocument: identifierOf(document), position });
  return typeof answer === 'number' ? answer : undefined;
}

/** What there is to say on the connection state of the flow on a line, as Markdown; undefined where there is no flow. */
export async function askForConnectionState(
  server: Server,
  document: TextDocument,
  position: { readonly line: number; readonly character: number },
): Promise<string | undefined> {
  const { line, character } = position;
  const params = { textDocument: identifierOf(document), position: { line, character } };
  const answer = await server.request('ovsFlows/connectionState', params);
  return isObject(answer) && typeof answer.markdown === 'string' ? answer.markdown : undefined;
}

function identifierOf(document: TextDocument): { uri: string } {
  return { uri: document.uri.toString() };
}
