/** The view of the pipeline: what runs inside the webview. */

import { readToView } from '../graph/messages';
import { drawingStyle, liveColours } from '../graph/style';
import { keptState, tell } from './host';
import { PipelineView } from './pipeline-view';

// A sheet made by script is no inline style, which the content security policy forbids.
const sheet = new CSSStyleSheet();
sheet.replaceSync(drawingStyle(liveColours));
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

const view = new PipelineView(document.body, keptState());
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readToView(data);
  if (message) {
    view.receive(message);
  }
});
tell({ type: 'ready' });
