/** The pipeline as the server sends it, and its reading from a message, which could hold anything. */
import type {
  DeadFlow,
  Pipeline,
  PipelineJump,
  PipelinePlace,
  PipelineTable,
} from '../../../../server/src/core/features/pipeline';

export type { DeadFlow, Pipeline, PipelineJump, PipelinePlace, PipelineTable };

const jumpKinds: readonly string[] = [
  'resubmit',
  'goto_table',
  'ct',
  'learn',
] satisfies PipelineJump['kind'][];

/** Whether a value is a pipeline in every part that the view reads. */
export function isPipeline(value: unknown): value is Pipeline {
  return (
    isObject(value) &&
    isWhole(value.version) &&
    isCount(value.first) &&
    isCount(value.last) &&
    isListOf(value.tables, isTable) &&
    isListOf(value.jumps, isJump)
  );
}

/** Whether a value is a place in a document. */
export function isPlace(value: unknown): value is PipelinePlace {
  return isObject(value) && isCount(value.line) && isCount(value.start) && isCount(value.end);
}

function isTable(value: unknown): value is PipelineTable {
  return (
    isObject(value) &&
    isCount(value.number) &&
    isCount(value.flows) &&
    isPlace(value.place) &&
    typeof value.reached === 'boolean' &&
    (value.states === undefined || value.states === null || isListOf(value.states, isText)) &&
    isListOf(value.dead, isDeadFlow) &&
    typeof value.outputs === 'boolean' &&
    typeof value.drops === 'boolean'
  );
}

function isDeadFlow(value: unknown): value is DeadFlow {
  return isObject(value) && isPlace(value.place) && isText(value.reason);
}

function isJump(value: unknown): value is PipelineJump {
  return (
    isObject(value) &&
    isCount(value.from) &&
    isCount(value.to) &&
    isText(value.kind) &&
    jumpKinds.includes(value.kind) &&
    isCount(value.count) &&
    isListOf(value.places, isPlace) &&
    value.places.length > 0
  );
}

/** Whether a value has properties to look at. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isCount(value: unknown): value is number {
  return isWhole(value) && value >= 0;
}
