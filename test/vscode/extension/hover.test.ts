import assert from 'node:assert/strict';
import { activateExtension, closeEditors, hoverText, openFlows } from '../editor';

describe('hover', () => {
  before(activateExtension);
  afterEach(closeEditors);

  it('decodes hexadecimal with a mask', async () => {
    const { document, position } = await openFlows('ip,ct_state=0x2$02/0x23,actions=drop');
    const text = await hoverText(document, position);
    // est and trk are asked for, new must be clear: the same match in symbols says just that.
    assert.match(text, /-new\+est\+trk/);
  });

  it('explains one flag', async () => {
    const { document, position } = await openFlows('ip,ct_state=+trk+e$0st,actions=drop');
    const text = await hoverText(document, position);
    assert.match(text, /\best\b/);
    assert.match(text, /connection/);
    assert.match(text, /0x0?2/);
  });

  it('says nothing about a comment', async () => {
    const { document, position } = await openFlows('# ct_state=0x2$02/0x23\n');
    assert.equal(await hoverText(document, position), '');
  });
});
