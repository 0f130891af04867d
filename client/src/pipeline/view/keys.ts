/** What keys do in the drawing. */
import type { Direction } from '../graph/navigation';

export type KeyAction = Direction | 'goTo' | 'fold' | 'search' | 'zoomIn' | 'zoomOut' | 'fit' | 'leave';

const actions: Readonly<Record<string, KeyAction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Enter: 'goTo',
  ' ': 'fold',
  '/': 'search',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  '0': 'fit',
  Escape: 'leave',
};

/** What a key is pressed for; undefined for keys that are somebody else's. */
export function actionOf(event: KeyboardEvent): KeyAction | undefined {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f' && !event.altKey) {
    return 'search';
  }
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  return event.ctrlKey || event.metaKey || event.altKey || typing ? undefined : actions[event.key];
}
