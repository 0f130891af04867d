/** What the view keeps when it is hidden or the window is loaded anew: where the reader was. */
import { isObject } from './pipeline';
import { type Choices, everything } from './shown-graph';

export interface Viewport {
  /** Where the drawing's corner stands, in pixels of the view. */
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface ViewState {
  readonly uri: string;
  readonly choices: Choices;
  readonly viewport: Viewport | undefined;
  /** The node that is selected, by its id. */
  readonly selected: string | undefined;
}

/** Above so many tables, those that only pass packets on are drawn as one from the start. */
const manyTables = 40;

/** How a document is shown first. */
export function firstChoices(tables: number): Choices {
  return { ...everything, foldChains: tables > manyTables };
}

/** Reads what was kept; undefined when it is no such thing. */
export function readViewState(value: unknown): ViewState | undefined {
  if (!isObject(value) || typeof value.uri !== 'string' || !isObject(value.choices)) {
    return undefined;
  }
  const { uri, selected } = value;
  return {
    uri,
    choices: readChoices(value.choices),
    viewport: readViewport(value.viewport),
    selected: typeof selected === 'string' ? selected : undefined,
  };
}

function readChoices(value: Record<string, unknown>): Choices {
  const { show, centre, distance, folded, foldChains, openChains } = value;
  return {
    show: show === 'reached' || show === 'around' ? show : 'all',
    centre: isCount(centre) ? centre : undefined,
    distance: isCount(distance) && distance >= 1 ? distance : everything.distance,
    folded: Array.isArray(folded) ? folded.filter(isCount) : [],
    foldChains: foldChains === true,
    openChains: Array.isArray(openChains) ? openChains.filter(isCount) : [],
  };
}

function readViewport(value: unknown): Viewport | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { x, y, scale } = value;
  return Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(scale) && (scale as number) > 0
    ? { x: x as number, y: y as number, scale: scale as number }
    : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
