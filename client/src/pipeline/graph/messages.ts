/** What the view and the extension tell each other. Either side looks at what it gets before it believes it. */
import { isObject, isPipeline, isPlace, type Pipeline, type PipelinePlace } from './pipeline';

export type ExportFormat = 'svg' | 'mermaid';

/** To the view. */
export type ToView =
  /** The pipeline of a document; undefined when there is none to show, and why. */
  | {
      readonly type: 'pipeline';
      readonly uri: string;
      readonly name: string;
      readonly pipeline: Pipeline | undefined;
      readonly problem?: string;
    }
  /** The table of the flow at the cursor. */
  | { readonly type: 'cursor'; readonly uri: string; readonly table: number | undefined }
  /** What there is to say on the connection state of a flow, as Markdown. */
  | {
      readonly type: 'connectionState';
      readonly uri: string;
      readonly line: number;
      readonly markdown: string;
    }
  /** Asks for the drawing as a file. */
  | { readonly type: 'export'; readonly format: ExportFormat };

/** From the view. */
export type FromView =
  /** The view stands, and wants to be told what to show. */
  | { readonly type: 'ready' }
  /** Go to a place in the document; with the keyboard's focus, or only to look. */
  | { readonly type: 'reveal'; readonly uri: string; readonly place: PipelinePlace; readonly focus: boolean }
  /** The drawing as a file, ready to be saved. */
  | { readonly type: 'exported'; readonly uri: string; readonly format: ExportFormat; readonly text: string }
  /** Show the page of a rule. */
  | { readonly type: 'explainRule'; readonly rule: string };

/** What has come into the view; undefined when it is nothing that it knows. */
export function readToView(value: unknown): ToView | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { type, uri, name, pipeline, problem, table, line, markdown, format } = value;
  switch (type) {
    case 'pipeline':
      return isText(uri) &&
        isText(name) &&
        (pipeline === undefined || isPipeline(pipeline)) &&
        (problem === undefined || isText(problem))
        ? { type, uri, name, pipeline, ...(problem === undefined ? {} : { problem }) }
        : undefined;
    case 'cursor':
      return isText(uri) && (table === undefined || Number.isSafeInteger(table))
        ? { type, uri, table: table as number | undefined }
        : undefined;
    case 'connectionState':
      return isText(uri) && Number.isSafeInteger(line) && isText(markdown)
        ? { type, uri, line: line as number, markdown }
        : undefined;
    case 'export':
      return isFormat(format) ? { type, format } : undefined;
    default:
      return undefined;
  }
}

/** What has come from the view; undefined when it is nothing that the extension does. */
export function readFromView(value: unknown): FromView | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { type, uri, place, focus, format, text, rule } = value;
  switch (type) {
    case 'ready':
      return { type };
    case 'reveal':
      return isText(uri) && isPlace(place) && typeof focus === 'boolean'
        ? { type, uri, place, focus }
        : undefined;
    case 'exported':
      return isText(uri) && isFormat(format) && isText(text) ? { type, uri, format, text } : undefined;
    case 'explainRule':
      return isText(rule) ? { type, rule } : undefined;
    default:
      return undefined;
  }
}

function isFormat(value: unknown): value is ExportFormat {
  return value === 'svg' || value === 'mermaid';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
