import { describe, expect, test } from 'vitest';
import { readFromView, readToView } from '../../../client/src/pipeline/graph/messages';
import { everything } from '../../../client/src/pipeline/graph/shown-graph';
import { firstChoices, readViewState } from '../../../client/src/pipeline/graph/view-state';
import { pipeline } from './sample';

const uri = 'file:///bridge.flows';
const place = { line: 1, start: 2, end: 3 };
const some = pipeline(['0 > 1', '1 ct 2']);

const toView = [
  { type: 'pipeline', uri, name: 'bridge.flows', pipeline: some },
  { type: 'pipeline', uri, name: 'bridge.flows', pipeline: undefined, problem: 'closed' },
  { type: 'cursor', uri, table: 3 },
  { type: 'cursor', uri, table: undefined },
  { type: 'connectionState', uri, line: 4, markdown: '# a' },
  { type: 'export', format: 'svg' },
];

const fromView = [
  { type: 'ready' },
  { type: 'reveal', uri, place, focus: true },
  { type: 'exported', uri, format: 'mermaid', text: 'flowchart TD' },
  { type: 'explainRule', rule: 'flow/octal-number' },
];

const strange: unknown[] = [undefined, null, 1, 'ready', [], {}, { type: 'other' }, { type: ['ready'] }];

describe('what the view is told', () => {
  test.each(toView)('$type is understood', (message) => {
    expect(readToView(message)).toEqual(message);
    expect(readFromView(message)).toBeUndefined();
  });

  test.each([
    ...strange,
    { type: 'pipeline', uri, name: 'a', pipeline: { ...some, tables: [{}] } },
    { type: 'pipeline', uri, name: 'a', pipeline: { ...some, jumps: [{ ...some.jumps[0], kind: 'x' }] } },
    { type: 'pipeline', uri, name: 'a', pipeline: { ...some, jumps: [{ ...some.jumps[0], places: [] }] } },
    { type: 'pipeline', uri, name: 'a', pipeline: { ...some, tables: [{ ...some.tables[0], states: [1] }] } },
    { type: 'pipeline', uri: 1, name: 'a', pipeline: some },
    { type: 'cursor', uri, table: '3' },
    { type: 'export', format: 'exe' },
    { type: 'connectionState', uri, line: 1.5, markdown: '' },
  ])('%j is not', (message) => {
    expect(readToView(message)).toBeUndefined();
  });
});

describe('what the view may ask', () => {
  test.each(fromView)('$type is understood', (message) => {
    expect(readFromView(message)).toEqual(message);
    expect(readToView(message)).toBeUndefined();
  });

  test.each([
    ...strange,
    { type: 'reveal', uri, place: { ...place, line: -1 }, focus: true },
    { type: 'reveal', uri, place: { ...place, start: 1.5 }, focus: true },
    { type: 'reveal', uri, place, focus: 'yes' },
    { type: 'exported', uri, format: 'html', text: '' },
    { type: 'explainRule', rule: ['a'] },
  ])('%j is not', (message) => {
    expect(readFromView(message)).toBeUndefined();
  });
});

describe('what is kept of a view', () => {
  const state = {
    uri,
    choices: { ...everything, folded: [3], show: 'around', centre: 2, distance: 2 },
    viewport: { x: -10, y: 2.5, scale: 0.5 },
    selected: 't3',
  };

  test('is read as it was written', () => {
    expect(readViewState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  test('is put right where it makes no sense', () => {
    const odd = {
      uri,
      choices: { show: 'x', folded: ['a', 4, -1], distance: 0, centre: null, openChains: 'no' },
      viewport: { x: 0, y: 0, scale: 0 },
      selected: 7,
    };
    expect(readViewState(odd)).toEqual({
      uri,
      choices: { ...everything, folded: [4] },
      viewport: undefined,
      selected: undefined,
    });
  });

  test.each([undefined, null, 1, {}, { uri }, { uri: 1, choices: {} }])('%j is none', (value) => {
    expect(readViewState(value)).toBeUndefined();
  });

  test('many tables are shown with rows folded', () => {
    expect(firstChoices(12).foldChains).toBe(false);
    expect(firstChoices(250).foldChains).toBe(true);
  });
});
