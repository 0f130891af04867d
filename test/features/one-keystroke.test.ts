import { describe, expect, test } from 'vitest';
import { hierarchyAt, incomingCalls, outgoingCalls } from '../../server/src/core/features/call-hierarchy';
import { codeLenses, placesOfLens } from '../../server/src/core/features/code-lens';
import { CheckedDocument } from '../../server/src/core/features/diagnostics';
import { connectionReport } from '../../server/src/core/features/flow-connection-report';
import { definitionsAt } from '../../server/src/core/features/navigation';
import { pipelineAt } from '../../server/src/core/features/pipeline-of';
import { highlightsAt, referencesAt } from '../../server/src/core/features/references';
import { renameAt } from '../../server/src/core/features/rename';
import { documentSymbols } from '../../server/src/core/features/symbols';
import { tableFolds, tableRangeFinder } from '../../server/src/core/features/table-ranges';
import { findSymbols } from '../../server/src/core/features/workspace-symbols';
import { SemanticTokensPacker } from '../../server/src/lsp/convert-structure';

const count = 300;

function openFile(): CheckedDocument {
  const lines = Array.from(
    { length: count },
    (_, index) => `table=${index % 10},priority=${index},ip,actions=resubmit(,${(index + 1) % 10})`,
  );
  return new CheckedDocument(lines.join('\n'));
}

/** Everything that an editor may ask about the whole file. */
const features: readonly (readonly [string, (document: CheckedDocument) => unknown])[] = [
  ['diagnostics', (document) => document.diagnostics({})],
  ['the outline', documentSymbols],
  ['workspace symbols', (document) => findSymbols(document, 'table')],
  ['folding', tableFolds],
  ['the tables of selections', (document) => tableRangeFinder(document)(3)],
  ['lenses', codeLenses],
  ['a lens', (document) => placesOfLens(document, { line: 0, table: 1, kind: 'in' })],
  ['the definition', (document) => definitionsAt(document, 5, 6)],
  ['references', (document) => referencesAt(document, 5, 6, true)],
  ['highlights', (document) => highlightsAt(document, 5, 6)],
  ['renaming', (document) => renameAt(document, 5, 6, '77')],
  ['the call hierarchy', (document) => hierarchyAt(document, 5, 6)],
  ['calls from', (document) => incomingCalls(document, { what: 'table', number: 1 }, 0)],
  ['calls to', (document) => outgoingCalls(document, { what: 'table', number: 1 }, 0)],
  ['the pipeline', (document) => pipelineAt(document, 0, 1)],
  ['the report on a flow', (document) => connectionReport(document, 5)],
];

describe('an edit of one line checks one line, whatever is asked for', () => {
  test.each(features)('%s', (_, ask) => {
    const document = openFile();
    ask(document);
    expect(document.checkedLines).toBe(count);
    const place = { line: 150, character: 0 };
    document.replace({ start: place, end: place }, 'cookie=1,');
    ask(document);
    expect(document.checkedLines).toBe(count + 1);
    // Asked again, there is nothing to do at all.
    ask(document);
    expect(document.checkedLines).toBe(count + 1);
  });
});

test('an edit of one line colours one line', () => {
  let coloured = 0;
  const line = (text: string) => ({
    get text() {
      coloured++;
      return text;
    },
  });
  const lines = Array.from({ length: count }, (_, index) => line(`table=1,tp_dst=${index},tcp,actions=drop`));
  const colours = new SemanticTokensPacker();
  const before = colours.pack(lines, 0, count, true).data;
  expect(coloured).toBe(count);
  lines[7] = line('table=1,actions=drop');
  const after = colours.pack(lines, 0, count, true).data;
  expect(coloured).toBe(count + 1);
  expect(after).not.toEqual(before);
});
