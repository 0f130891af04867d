/** Requests that move about in a document by its tables, groups, meters, conjunctions and cookies. */
import {
  CodeLensRefreshRequest,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  type SymbolInformation,
} from 'vscode-languageserver';
import { hierarchyAt, incomingCalls, outgoingCalls } from '../core/features/call-hierarchy';
import { codeLenses, placesOfLens } from '../core/features/code-lens';
import { definitionsAt } from '../core/features/navigation';
import { highlightsAt, referencesAt } from '../core/features/references';
import { prepareRename, renameAt } from '../core/features/rename';
import { documentSymbols } from '../core/features/symbols';
import { findSymbols } from '../core/features/workspace-symbols';
import type { Client } from './client';
import { toRange } from './convert';
import {
  toCallHierarchyItem,
  toCodeLens,
  toDefinitions,
  toDocumentSymbol,
  toHighlight,
  toLocation,
  toRenameEdit,
  toShowReferences,
  toSymbolList,
  toWorkspaceSymbol,
} from './convert-navigation';
import { check } from './guard';
import { readHierarchyItem, readLens } from './navigation-params';
import type { Session } from './session';

export function navigationCapabilities(client: Client): ServerCapabilities {
  return {
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: client.preparesRename ? { prepareProvider: true } : true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    callHierarchyProvider: true,
    codeLensProvider: { resolveProvider: true },
  };
}

/** Answers them. */
export function answerNavigationRequests(session: Session): void {
  answerAboutPlaces(session);
  answerRename(session);
  answerSymbols(session);
  answerCallHierarchy(session);
  answerCodeLenses(session);
}

/** What depends on settings is asked for anew when they have changed, by editors that can be told so. */
export function refreshNavigation({ client, connection }: Session): void {
  if (client.refreshesLenses) {
    void connection.sendRequest(CodeLensRefreshRequest.type);
  }
}

function answerAboutPlaces(session: Session): void {
  const { connection, guard } = session;

  connection.onDefinition(
    guard.answerAt(async ({ textDocument, position: { line, character } }, token) => {
      const document = await session.known(textDocument, 'file', token);
      const found = definitionsAt(document.content, line, character);
      return found ? toDefinitions(document, line, found, session.client) : null;
    }),
  );

  connection.onReferences(
    guard.answerAt(async ({ textDocument, position: { line, character }, context }, token) => {
      check(typeof context?.includeDeclaration === 'boolean', 'context');
      const { content, uri } = await session.known(textDocument, 'file', token);
      const found = referencesAt(content, line, character, context.includeDeclaration);
      return found.map((occurrence) => toLocation(uri, occurrence));
    }),
  );

  connection.onDocumentHighlight(
    guard.answerAt(async ({ textDocument, position: { line, character } }, token) => {
      const { content } = await session.known(textDocument, 'file', token);
      return highlightsAt(content, line, character).map(toHighlight);
    }),
  );
}

function answerRename(session: Session): void {
  const { connection, guard } = session;

  connection.onPrepareRename(
    guard.answerAt(async ({ textDocument, position: { line, character } }, token) => {
      const { content } = await session.known(textDocument, 'file', token);
      const found = prepareRename(content, line, character);
      if ('refusal' in found) {
        throw refused(found.refusal);
      }
      return { range: toRange(line, found.span), placeholder: found.placeholder };
    }),
  );

  connection.onRenameRequest(
    guard.answerAt(async ({ textDocument, position: { line, character }, newName }, token) => {
      check(typeof newName === 'string', 'name');
      const document = await session.known(textDocument, 'file', token);
      const found = renameAt(document.content, line, character, newName);
      if ('refusal' in found) {
        throw refused(found.refusal);
      }
      return toRenameEdit(document, found.edits, session.client);
    }),
  );
}

/** Editors show the message. */
function refused(why: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, why);
}

function answerSymbols(session: Session): void {
  const { connection, guard } = session;

  connection.onDocumentSymbol(
    guard.answer(async ({ textDocument }, token) => {
      const { content, uri } = await session.known(textDocument, 'file', token);
      const symbols = documentSymbols(content);
      return session.client.nestsSymbols ? symbols.map(toDocumentSymbol) : toSymbolList(uri, symbols);
    }),
  );

  connection.onWorkspaceSymbol(
    guard.answerAnywhere(async ({ query }, token) => {
      check(typeof query === 'string', 'query');
      const found: SymbolInformation[] = [];
      for (const document of session.documents.all()) {
        // One that changes meanwhile does not spoil the answer about the others.
        if (await session.reach(document, 'file', token)) {
          const { content, uri } = document;
          found.push(...findSymbols(content, query).map((symbol) => toWorkspaceSymbol(uri, symbol)));
        }
      }
      return found;
    }),
  );
}

function answerCallHierarchy(session: Session): void {
  const { connection, guard } = session;
  const { callHierarchy } = connection.languages;

  callHierarchy.onPrepare(
    guard.answerAt(async ({ textDocument, position: { line, character } }, token) => {
      const document = await session.known(textDocument, 'file', token);
      const item = hierarchyAt(document.content, line, character);
      return item ? [toCallHierarchyItem(document, item)] : null;
    }),
  );

  callHierarchy.onIncomingCalls(
    guard.answerAnywhere(async (params, token) => {
      const { uri, stop, line } = readHierarchyItem(params);
      const document = await session.known({ uri }, 'file', token);
      return incomingCalls(document.content, stop, line).map(({ item, places }) => ({
        from: toCallHierarchyItem(document, item),
        fromRanges: places.map((place) => toRange(place.line, place.span)),
      }));
    }),
  );

  callHierarchy.onOutgoingCalls(
    guard.answerAnywhere(async (params, token) => {
      const { uri, stop, line } = readHierarchyItem(params);
      const document = await session.known({ uri }, 'file', token);
      return outgoingCalls(document.content, stop, line).map(({ item, places }) => ({
        to: toCallHierarchyItem(document, item),
        fromRanges: places.map((place) => toRange(place.line, place.span)),
      }));
    }),
  );
}

function answerCodeLenses(session: Session): void {
  const { connection, guard } = session;

  connection.onCodeLens(
    guard.answer(async ({ textDocument }, token) => {
      const document = session.openDocument(textDocument);
      const { codeLens } = await session.settings.of(document.uri);
      if (!codeLens) {
        return [];
      }
      await session.untilKnown(document, 'file', token);
      return codeLenses(document.content).map((lens) => toCodeLens(document.uri, lens, session.client));
    }),
  );

  connection.onCodeLensResolve(
    guard.answerAnywhere(async (lens, token) => {
      const read = readLens(lens);
      const { content, uri } = await session.known(read, 'file', token);
      const places = placesOfLens(content, read);
      return { ...lens, command: toShowReferences(uri, read, places, session.client) };
    }),
  );
}
