import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, closeEditors, completionsAt, labelOf, openFlows } from '../editor';

/** The name of the flag that an item offers, however much of the match around it the item carries. */
const flagOf = (item: vscode.CompletionItem) => /(\w+)$/.exec(labelOf(item))?.[1];

describe('completion', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('offers the usual matches after ct_state=', async () => {
    const { document, position } = await openFlows('ip,ct_state=$0');
    const labels = (await completionsAt(document, position)).map(labelOf);
    for (const usual of ['+trk+new', '+trk+est', '+trk+rel', '-trk', '+trk+inv']) {
      assert.ok(labels.includes(usual), `${usual} is not among ${labels.join(' ')}`);
    }
  });

  it('after a sign offers only the flags not given yet', async () => {
    const { document, position } = await openFlows('ip,ct_state=+trk+$0');
    const flags = (await completionsAt(document, position)).map(flagOf);
    assert.deepEqual(new Set(flags), new Set(['new', 'est', 'rel', 'rpl', 'inv', 'snat', 'dnat']));
  });

  it('puts the flags that make the match impossible last', async () => {
    const { document, position } = await openFlows('ip,ct_state=+trk+new+$0');
    const flags = (await completionsAt(document, position)).map(flagOf);
    const last = flags.slice(-3);
    assert.deepEqual(new Set(last), new Set(['est', 'rpl', 'inv']), flags.join(' '));
  });

  it('replaces the half-typed word', async () => {
    const { document, editor, position } = await openFlows('ip,ct_state=+trk+e$0,actions=drop');
    const item = (await completionsAt(document, position)).find((candidate) => flagOf(candidate) === 'est');
    assert.ok(item, 'est is not offered');
    const range = item.range instanceof vscode.Range ? item.range : item.range?.replacing;
    const text = item.insertText ?? labelOf(item);
    await editor.edit((builder) =>
      builder.replace(
        range ?? document.getWordRangeAtPosition(position)!,
        typeof text === 'string' ? text : text.value,
      ),
    );
    assert.equal(document.getText(), 'ip,ct_state=+trk+est,actions=drop');
  });
});
