/** The other side: VS Code, as far as a webview sees it. */
import type { FromView } from '../graph/messages';
import { readViewState, type ViewState } from '../graph/view-state';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const api = acquireVsCodeApi();

export function tell(message: FromView): void {
  api.postMessage(message);
}

/** What was kept the last time. */
export function keptState(): ViewState | undefined {
  return readViewState(api.getState());
}

/** Keeps where the reader is. */
export function keepState(state: ViewState): void {
  api.setState(state);
}
