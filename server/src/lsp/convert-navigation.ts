/** From the core's plain data to the protocol's: places, the outline, call hierarchies, lenses, renaming. */
import {
  type CallHierarchyItem,
  type CodeLens,
  type Command,
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentSymbol,
  type Location,
  type LocationLink,
  type Range,
  type SymbolInformation,
  SymbolKind,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { HierarchyItem } from '../core/features/call-hierarchy';
import type { Lens } from '../core/features/code-lens';
import type { Definitions } from '../core/features/navigation';
import type { Occurrence } from '../core/features/references';
import type { RenameEdit } from '../core/features/rename';
import type { FlowSymbol } from '../core/features/symbols';
import type { NamedSymbol } from '../core/features/workspace-symbols';
import type { Client } from './client';
import { toRange } from './convert';
import type { OpenDocument } from './open-document';

/** What editors draw beside a name. */
const symbolKinds = {
  table: SymbolKind.Module,
  flow: SymbolKind.Event,
  group: SymbolKind.Enum,
  meter: SymbolKind.Constant,
  line: SymbolKind.Event,
} as const;

type Place = Pick<Occurrence, 'line' | 'span'>;

export function toLocation(uri: string, { line, span }: Place): Location {
  return { uri, range: toRange(line, span) };
}

/** Links where the editor takes them: they tell it what to underline, and which line to show. */
export function toDefinitions(
  { uri, content }: OpenDocument,
  line: number,
  { origin, targets }: Definitions,
  client: Client,
): Location[] | LocationLink[] {
  return client.definitionLinks
    ? targets.map((target) => ({
        originSelectionRange: toRange(line, origin),
        targetUri: uri,
        targetRange: toRange(target.line, { start: 0, end: content.textOf(target.line).length }),
        targetSelectionRange: toRange(target.line, target.span),
      }))
    : targets.map((target) => toLocation(uri, target));
}

export function toHighlight({ line, span, role }: Occurrence): DocumentHighlight {
  const kind = role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read;
  return { range: toRange(line, span), kind };
}

export function toRenameEdit(
  { uri, version }: OpenDocument,
  found: readonly RenameEdit[],
  client: Client,
): WorkspaceEdit {
  const edits = found.map(({ line, newText, ...span }) => ({ range: toRange(line, span), newText }));
  return client.documentChanges
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}

export function toDocumentSymbol({
  kind,
  name,
  detail,
  selection,
  children,
  ...extent
}: FlowSymbol): DocumentSymbol {
  return {
    name,
    detail,
    kind: symbolKinds[kind],
    range: rangeOf(extent),
    selectionRange: toRange(selection.line, selection.span),
    ...(children.length > 0 && { children: children.map(toDocumentSymbol) }),
  };
}

/** The outline for editors that show a list. */
export function toSymbolList(
  uri: string,
  symbols: readonly FlowSymbol[],
  containerName?: string,
): SymbolInformation[] {
  return symbols.flatMap(({ kind, name, children, ...extent }) => [
    {
      name,
      kind: symbolKinds[kind],
      location: { uri, range: rangeOf(extent) },
      ...(containerName !== undefined && { containerName }),
    },
    ...toSymbolList(uri, children, name),
  ]);
}

function rangeOf({ first, last, span }: Pick<FlowSymbol, 'first' | 'last' | 'span'>): Range {
  return { start: { line: first, character: span.start }, end: { line: last, character: span.end } };
}

export function toWorkspaceSymbol(
  uri: string,
  { kind, name, title, ...place }: NamedSymbol,
): SymbolInformation {
  return {
    name,
    kind: symbolKinds[kind],
    location: toLocation(uri, place),
    ...(title !== '' && { containerName: title }),
  };
}

export function toCallHierarchyItem({ uri, content }: OpenDocument, item: HierarchyItem): CallHierarchyItem {
  const { what, number, name, detail, line, span } = item;
  return {
    name,
    kind: symbolKinds[what],
    ...(detail !== '' && { detail }),
    uri,
    range: toRange(line, { start: 0, end: content.textOf(line).length }),
    selectionRange: toRange(line, span),
    data: { what, number, line },
  };
}

/** Where editors show the places of a lens, they are worked out when the lens comes into sight. */
export function toCodeLens(uri: string, { line, table, kind, title }: Lens, client: Client): CodeLens {
  const lens = { range: toRange(line, { start: 0, end: 0 }) };
  return client.showReferences === undefined
    ? { ...lens, command: plainTitle(title) }
    : { ...lens, data: { uri, line, table, kind, title } };
}

/** A command that shows places when the lens is clicked. */
export function toShowReferences(
  uri: string,
  { line, title }: Pick<Lens, 'line' | 'title'>,
  places: readonly Place[],
  client: Client,
): Command {
  return client.showReferences === undefined || places.length === 0
    ? plainTitle(title)
    : {
        title,
        command: client.showReferences,
        arguments: [uri, { line, character: 0 }, places.map((place) => toLocation(uri, place))],
      };
}

/** A title that nothing happens at when it is clicked. */
function plainTitle(title: string): Command {
  return { title, command: '' };
}
