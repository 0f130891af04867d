/** Random requests of every kind that the server announces, good ones and spoilt ones. */
import type { Position } from '../../server/src/core/model/flow-document';
import type { Chance } from '../conformance/chance';
import { somePlace } from './documents';
import { words } from './seeds';
import type { TextModel } from './text-model';

/** A document that requests are about. */
export interface About {
  readonly uri: string;
  readonly model: TextModel;
}

type Params = Record<string, unknown>;
type Writer = (about: About, chance: Chance) => Params;

const textDocument = ({ uri }: About) => ({ uri });
const ofDocument: Writer = (about) => ({ textDocument: textDocument(about) });
const at: Writer = (about, chance) => ({
  ...ofDocument(about, chance),
  position: somePlace(chance, about.model),
});
const inRange: Writer = (about, chance) => ({
  ...ofDocument(about, chance),
  range: someRange(about, chance),
});

function someRange({ model }: About, chance: Chance): { start: Position; end: Position } {
  if (chance.percent(25)) {
    return {
      start: { line: 0, character: 0 },
      end: { line: chance.pick([model.lines.length, 2 ** 31 - 1]), character: 0 },
    };
  }
  const [one, other] = [somePlace(chance, model), somePlace(chance, model)];
  const isForward = one.line < other.line || (one.line === other.line && one.character <= other.character);
  return isForward || chance.percent(3) ? { start: one, end: other } : { start: other, end: one };
}

const kinds = [
  'quickfix',
  'refactor.rewrite',
  'refactor',
  'source.fixAll',
  'source.fixAll.ovsFlows',
  'source',
  '',
];

function stopOf({ model }: About, chance: Chance): Params {
  const line = chance.below(model.lines.length);
  return { what: chance.pick(['table', 'group', 'line']), number: chance.below(5), line };
}

function callItem(about: About, chance: Chance): Params {
  const range = someRange(about, chance);
  return {
    item: { name: 'x', kind: 5, uri: about.uri, range, selectionRange: range, data: stopOf(about, chance) },
  };
}

function names(chance: Chance): string {
  return chance.pick([
    '7',
    '0',
    '255',
    '256',
    '-1',
    '',
    ' ',
    '0x10',
    'x'.repeat(1000),
    '1\n2',
    '99999999999999999999',
    'web',
  ]);
}

/** By the method; each with what the server announces it by, in its capabilities. */
const requests: Readonly<Record<string, { readonly provider: string; readonly params: Writer }>> = {
  'textDocument/hover': { provider: 'hoverProvider', params: at },
  'textDocument/completion': { provider: 'completionProvider', params: at },
  'textDocument/signatureHelp': { provider: 'signatureHelpProvider', params: at },
  'textDocument/definition': { provider: 'definitionProvider', params: at },
  'textDocument/references': {
    provider: 'referencesProvider',
    params: (about, chance) => ({
      ...at(about, chance),
      context: { includeDeclaration: chance.percent(50) },
    }),
  },
  'textDocument/documentHighlight': { provider: 'documentHighlightProvider', params: at },
  'textDocument/prepareRename': { provider: 'renameProvider', params: at },
  'textDocument/rename': {
    provider: 'renameProvider',
    params: (about, chance) => ({ ...at(about, chance), newName: names(chance) }),
  },
  'textDocument/prepareCallHierarchy': { provider: 'callHierarchyProvider', params: at },
  'callHierarchy/incomingCalls': { provider: 'callHierarchyProvider', params: callItem },
  'callHierarchy/outgoingCalls': { provider: 'callHierarchyProvider', params: callItem },
  'textDocument/documentSymbol': { provider: 'documentSymbolProvider', params: ofDocument },
  'textDocument/foldingRange': { provider: 'foldingRangeProvider', params: ofDocument },
  'textDocument/documentLink': { provider: 'documentLinkProvider', params: ofDocument },
  'textDocument/codeLens': { provider: 'codeLensProvider', params: ofDocument },
  'codeLens/resolve': {
    provider: 'codeLensProvider',
    params: (about, chance) => {
      const { line, number: table } = stopOf(about, chance);
      const kind = chance.pick(['flows', 'in', 'out', 'learned']);
      const data = { uri: about.uri, line, table, kind, title: 'x' };
      return { range: { start: { line, character: 0 }, end: { line, character: 0 } }, data };
    },
  },
  'textDocument/semanticTokens/full': { provider: 'semanticTokensProvider', params: ofDocument },
  'textDocument/semanticTokens/range': { provider: 'semanticTokensProvider', params: inRange },
  'textDocument/inlayHint': { provider: 'inlayHintProvider', params: inRange },
  'textDocument/selectionRange': {
    provider: 'selectionRangeProvider',
    params: (about, chance) => {
      const length = chance.pick([0, 1, 1, 3, 50]);
      const positions = Array.from({ length }, () => somePlace(chance, about.model));
      return { ...ofDocument(about, chance), positions };
    },
  },
  'textDocument/codeAction': {
    provider: 'codeActionProvider',
    params: (about, chance) => {
      const only = chance.percent(50) ? { only: [chance.pick(kinds)] } : {};
      return { ...inRange(about, chance), context: { diagnostics: [], ...only } };
    },
  },
  'textDocument/formatting': {
    provider: 'documentFormattingProvider',
    params: (about, chance) => ({
      ...ofDocument(about, chance),
      options: { tabSize: 2, insertSpaces: true },
    }),
  },
  'textDocument/rangeFormatting': {
    provider: 'documentRangeFormattingProvider',
    params: (about, chance) => ({ ...inRange(about, chance), options: { tabSize: 2, insertSpaces: true } }),
  },
  'textDocument/rangesFormatting': {
    provider: 'documentRangeFormattingProvider',
    params: (about, chance) => {
      const ranges = Array.from({ length: chance.pick([0, 1, 3, 150]) }, () => someRange(about, chance));
      return { ...ofDocument(about, chance), ranges, options: { tabSize: 2, insertSpaces: true } };
    },
  },
  'textDocument/diagnostic': {
    provider: 'diagnosticProvider',
    params: (about, chance) => ({
      ...ofDocument(about, chance),
      ...(chance.percent(20) && { previousResultId: chance.pick(['', 'x', '1']) }),
    }),
  },
  'workspace/symbol': {
    provider: 'workspaceSymbolProvider',
    params: (_, chance) => ({ query: chance.pick(['', 't', 'table 1', 'zzz', '\0', 'x'.repeat(10_000)]) }),
  },
  'ovsFlows/pipeline': {
    provider: '',
    params: (about, chance) => ({ ...ofDocument(about, chance), line: somePlace(chance, about.model).line }),
  },
  'ovsFlows/checkFile': { provider: '', params: ({ uri }) => ({ uri }) },
  'ovsFlows/tableAt': { provider: '', params: at },
  'ovsFlows/connectionState': { provider: '', params: at },
  'ovsFlows/sortByPriority': {
    provider: '',
    params: (about, chance) => (chance.percent(50) ? at(about, chance) : inRange(about, chance)),
  },
};

const methods = Object.keys(requests);

/** What the server announces that is not asked about as others are. */
const asked = new Set(['', 'textDocumentSync', ...Object.values(requests).map(({ provider }) => provider)]);

/** What the server announces and no request here asks for: then there is one to add. */
export function unknownProviders(capabilities: object): string[] {
  return Object.keys(capabilities).filter((provider) => !asked.has(provider));
}

/** A request. */
export interface Request {
  readonly method: string;
  readonly params?: unknown;
  /** Whether it is one that a good editor could send. */
  readonly isGood: boolean;
}

const noMethods = [
  'no/such',
  '$/no/such',
  '',
  'toString',
  '__proto__',
  'constructor',
  'textDocument/declaration',
  'window/x',
];

export function someRequest(about: About, chance: Chance): Request {
  const method = chance.pick(methods);
  const params = requests[method]!.params(about, chance);
  return chance.weighted<() => Request>([
    [84, () => ({ method, params, isGood: true })],
    [12, () => ({ method, params: corrupted(params, chance), isGood: false })],
    [2, () => ({ method, params: chance.pick(oddValues), isGood: false })],
    [2, () => ({ method: chance.pick(noMethods), params, isGood: false })],
  ])();
}

const oddValues: readonly unknown[] = [
  ...[
    undefined,
    null,
    true,
    0,
    -1,
    0.5,
    2 ** 31,
    -(2 ** 31),
    '#number 1e999',
    '#number -1e999',
    '#number 1e-999',
  ],
  ...['', 'x', '\0', '\ud800', 'file:///nowhere.flows', 'x'.repeat(100_000)],
  ...[[], {}, [[]], [null], { line: -1, character: -1 }, { start: 1, end: 2 }, { uri: null }, { length: 5 }],
];

/** The value with a part of it replaced by something odd, or left out. */
export function corrupted(value: unknown, chance: Chance): unknown {
  if (typeof value !== 'object' || value === null || chance.percent(15)) {
    return chance.pick(oddValues);
  }
  const keys = Object.keys(value);
  if (keys.length === 0) {
    return chance.pick(oddValues);
  }
  const key = chance.pick(keys);
  const part = corrupted((value as Params)[key], chance);
  return Array.isArray(value) ? value.with(Number(key), part) : { ...value, [key]: part };
}

/** A notification that is none, or makes no sense. */
export function someNotification({ uri }: About, chance: Chance): { method: string; params: unknown } {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const good: readonly { method: string; params: unknown }[] = [
    {
      method: 'textDocument/didOpen',
      params: { textDocument: { uri: `${uri}.bad`, languageId: 'x', version: 1, text: '' } },
    },
    {
      method: 'textDocument/didChange',
      params: { textDocument: { uri: `${uri}.bad`, version: 2 }, contentChanges: [{ range, text: 'x' }] },
    },
    { method: 'textDocument/didClose', params: { textDocument: { uri: `${uri}.bad` } } },
    { method: 'textDocument/didSave', params: { textDocument: { uri } } },
    { method: 'workspace/didChangeWatchedFiles', params: { changes: [] } },
    { method: '$/cancelRequest', params: { id: chance.below(1000) } },
    { method: '$/setTrace', params: { value: 'verbose' } },
    { method: '$/progress', params: { token: 1, value: chance.pick(words) } },
    { method: 'initialized', params: {} },
    { method: 'no/such', params: {} },
  ];
  const { method, params } = chance.pick(good);
  return { method, params: chance.percent(80) ? corrupted(params, chance) : params };
}
