/** Requests that move about in a document by its tables, groups, meters, conjunctions and cookies. */
import {
  CodeLensRefreshRequest,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
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
    guard.answerAt(({ textDocument, position: { line, character } }) => {
      const document = session.openDocument(textDocument);
      const found = definitionsAt(document.content, line, character);
      return found ? toDefinitions(document, line, found, session.client) : null;
    }),
  );

  connection.onReferences(
    guard.answerAt(({ textDocument, position: { line, character }, context }) => {
      check(typeof context?.includeDeclaration === 'boolean', 'context');
      const { content, uri } = session.openDocument(textDocument);
      const found = referencesAt(content, line, character, context.includeDeclaration);
      return found.map((occurrence) => toLocation(uri, occurrence));
    }),
  );

  connection.onDocumentHighlight(
    guard.answerAt(({ textDocument, position: { line, character } }) =>
      highlightsAt(session.openDocument(textDocument).content, line, character).map(toHighlight),
    ),
  );
}

function answerRename(session: Session): void {
  const { connection, guard } = session;

  connection.onPrepareRename(
    guard.answerAt(({ textDocument, position: { line, character } }) => {
      const found = prepareRename(session.openDocument(textDocument).content, line, character);
      if ('refusal' in found) {
        throw refused(found.refusal);
      }
      return { range: toRange(line, found.span), placeholder: found.placeholder };
    }),
  );

  connection.onRenameRequest(
    guard.answerAt(({ textDocument, position: { line, character }, newName }) => {
      check(typeof newName === 'string', 'name');
      const document = session.openDocument(textDocument);
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
    guard.answer(({ textDocument }) => {
      const { content, uri } = session.openDocument(textDocument);
      const symbols = documentSymbols(content);
      return session.client.nestsSymbols ? symbols.map(toDocumentSymbol) : toSymbolList(uri, symbols);
    }),
  );

  connection.onWorkspaceSymbol(
    guard.answerAnywhere(({ query }) => {
      check(typeof query === 'string', 'query');
      return session.documents
        .all()
        .flatMap(({ content, uri }) =>
          findSymbols(content, query).map((symbol) => toWorkspaceSymbol(uri, symbol)),
        );
    }),
  );
}

function answerCallHierarchy(session: Session): void {
  const { connection, guard } = session;
  const { callHierarchy } = connection.languages;

  callHierarchy.onPrepare(
    guard.answerAt(({ textDocument, position: { line, character } }) => {
      const document = session.openDocument(textDocument);
      const item = hierarchyAt(document.content, line, character);
      return item ? [toCallHierarchyItem(document, item)] : null;
    }),
  );

  callHierarchy.onIncomingCalls(
    guard.answerAnywhere((params) => {
      const { uri, stop, line } = readHierarchyItem(params);
      const document = session.openDocument({ uri });
      return incomingCalls(document.content, stop, line).map(({ item, places }) => ({
        from: toCallHierarchyItem(document, item),
        fromRanges: places.map((place) => toRange(place.line, place.span)),
      }));
    }),
  );

  callHierarchy.onOutgoingCalls(
    guard.answerAnywhere((params) => {
      const { uri, stop, line } = readHierarchyItem(params);
      const document = session.openDocument({ uri });
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
    guard.answer(async ({ textDocument }) => {
      const document = session.openDocument(textDocument);
      const { codeLens } = await session.settings.of(document.uri);
      return codeLens
        ? codeLenses(document.content).map((lens) => toCodeLens(document.uri, lens, session.client))
        : [];
    }),
  );

  connection.onCodeLensResolve(
    guard.answerAnywhere((lens) => {
      const read = readLens(lens);
      const { content, uri } = session.openDocument(read);
      const places = placesOfLens(content, read);
      return { ...lens, command: toShowReferences(uri, read, places, session.client) };
    }),
  );
}
