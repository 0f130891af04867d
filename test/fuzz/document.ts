/** Documents that are edited and asked about: what is kept of them must be what opening them anew would give. */
import { formatsUnder, openflowVersions } from '../../server/src/core/facts/flow-formats';
import { fixAll } from '../../server/src/core/features/code-actions';
import { CheckedDocument, type Stage } from '../../server/src/core/features/diagnostics';
import type { Position } from '../../server/src/core/model/flow-document';
import type { Chance } from '../conformance/chance';
import { type Asked, checkAnswers, checkText } from './document-checks';
import { someChanges, somePlace, someText } from './documents';
import { formatted } from './feature-checks';
import { everyQuestion, settings } from './questions';
import type { Seeds } from './seeds';
import { simplerLists, simplerTexts } from './shrink';
import type { Target } from './target';
import { type Change, TextModel } from './text-model';

/** What happens to a document. */
export type Step =
  | { readonly edit: readonly Change[] }
  | { readonly undo: true }
  | { readonly make: 'format' | 'fix-all' }
  | { readonly version: (typeof versions)[number] }
  /** A part of the work is done that somebody will ask for. */
  | { readonly work: Stage; readonly lines: number }
  | { readonly ask: Asked };

/** Lines, each with its end, and what happens to them. */
export interface DocumentInput {
  readonly lines: readonly string[];
  readonly steps: readonly Step[];
}

const versions = ['any', ...openflowVersions] as const;

/** `open` makes the document that is edited: another one where a test wants to see it fail. */
export function documentTarget(
  seeds: Seeds,
  open = (text: string) => new CheckedDocument(text),
): Target<DocumentInput> {
  return {
    name: 'document',
    about:
      'documents under edits: the text, the diagnostics and every answer are those of the text opened anew',
    share: 28,
    attempts: 6000,
    generate: (chance) => generate(chance, seeds),
    check: (input) => check(input, open),
    simpler,
  };
}

function generate(chance: Chance, seeds: Seeds): DocumentInput {
  const count = chance.weighted([
    [15, chance.between(0, 4)],
    [60, chance.between(3, 25)],
    [24, chance.between(20, 80)],
    [1, chance.percent(80) ? chance.between(200, 600) : chance.between(1_990, 2_300)],
  ]);
  const model = new TextModel(someText(chance, seeds, count));
  const { lines } = model;
  const steps: Step[] = [];
  for (let number = chance.between(1, 24); number > 0; number--) {
    const step = someStep(chance, model, seeds);
    if ('edit' in step) {
      step.edit.forEach((change) => {
        model.replace(change);
      });
    }
    steps.push(step);
  }
  return { lines, steps: [...steps, { ask: { ...someAsked(chance, model), byLine: true } }] };
}

function someStep(chance: Chance, model: TextModel, seeds: Seeds): Step {
  return chance.weighted<() => Step>([
    [66, () => ({ edit: someChanges(chance, model, seeds) })],
    [6, () => ({ undo: true })],
    [1, () => ({ make: 'format' })],
    [1, () => ({ make: 'fix-all' })],
    [1, () => ({ version: chance.pick(versions) })],
    [10, () => ({ work: chance.pick(['lines', 'file', 'analysis']), lines: chance.pick([1, 3, 10, 1000]) })],
    [25, () => ({ ask: someAsked(chance, model) })],
  ])();
}

function someAsked(chance: Chance, model: TextModel): Asked {
  const count = chance.pick([0, 1, 2, 3, 6]);
  return {
    questions: Array.from({ length: count }, () => chance.pick(everyQuestion)),
    place: somePlace(chance, model),
    settings: chance.below(settings.length),
    byLine: chance.percent(20),
  };
}

/** Gives the number of lines that were opened, and of steps. */
function check({ lines, steps }: DocumentInput, open: (text: string) => CheckedDocument): number {
  const model = new TextModel(lines.join(''));
  const document = open(model.text);
  const before: string[] = [];
  const make = (changes: readonly Change[]) => {
    for (const change of changes) {
      model.replace(change);
      document.replace(change.range, change.text);
      checkText(document, model.text, model.lines);
    }
  };
  checkText(document, model.text, model.lines);
  for (const step of steps) {
    if ('ask' in step) {
      checkAnswers(document, step.ask);
    } else if ('version' in step) {
      document.formats = formatsUnder(step.version);
    } else if ('work' in step) {
      document.work(step.work, step.lines);
    } else if ('undo' in step) {
      const text = before.pop();
      make(text === undefined ? [] : [model.changeTo(text)]);
    } else {
      before.push(model.text);
      make('edit' in step ? step.edit : changesOf(step.make, document, model));
    }
  }
  return lines.length + steps.length;
}

function changesOf(what: 'format' | 'fix-all', document: CheckedDocument, model: TextModel): Change[] {
  if (what === 'format') {
    const style = { alignColumns: false, spaceAfterComma: true, order: 'printed' } as const;
    return [model.changeTo(formatted(document.text, document.formats, style))];
  }
  const edits = fixAll(document, {})?.edits ?? [];
  return edits.map(({ line, start, end, newText }) => ({
    range: { start: { line, character: start }, end: { line, character: end } },
    text: newText,
  }));
}

function* simpler({ lines, steps }: DocumentInput): Generator<DocumentInput> {
  yield* withoutFirstEdits({ lines, steps });
  for (const fewer of simplerLists(steps)) {
    yield { lines, steps: fewer };
  }
  for (let size = lines.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < lines.length; start += size) {
      const left = [...lines.slice(0, start), ...lines.slice(start + size)];
      const count = lines.length - left.length;
      yield { lines: left, steps: steps.map((step) => movedUp(step, start, count)) };
      yield { lines: left, steps };
    }
  }
  for (const fewer of simplerLists(steps, simplerSteps)) {
    yield { lines, steps: fewer };
  }
  for (const [index, line] of lines.entries()) {
    for (const shorter of simplerTexts(line)) {
      yield { lines: lines.with(index, shorter), steps };
    }
  }
}

/** With the first steps done already when the document is opened: all of them, or fewer. */
function* withoutFirstEdits({ lines, steps }: DocumentInput): Generator<DocumentInput> {
  const model = new TextModel(lines.join(''));
  const opened: DocumentInput[] = [];
  for (const [index, step] of steps.entries()) {
    if ('edit' in step) {
      step.edit.forEach((change) => {
        model.replace(change);
      });
      opened.push({ lines: model.lines, steps: steps.slice(index + 1) });
    }
  }
  yield* opened.reverse();
}

/** The step with its places so many lines further up, where they are behind lines that were taken out. */
function movedUp(step: Step, first: number, count: number): Step {
  const moved = ({ line, character }: Position): Position => ({
    line: line < first ? line : Math.max(first, line - count),
    character,
  });
  if ('edit' in step) {
    const edit = step.edit.map(({ range, text }) => ({
      range: { start: moved(range.start), end: moved(range.end) },
      text,
    }));
    return { edit };
  }
  return 'ask' in step ? { ask: { ...step.ask, place: moved(step.ask.place) } } : step;
}

function* simplerSteps(step: Step): Generator<Step> {
  if ('edit' in step) {
    for (const edit of simplerLists(step.edit, simplerChanges)) {
      yield { edit };
    }
  }
  if ('ask' in step) {
    const { ask } = step;
    if (ask.byLine) {
      yield { ask: { ...ask, byLine: false } };
    }
    if (ask.settings !== 0) {
      yield { ask: { ...ask, settings: 0 } };
    }
    if (ask.questions.length > 0) {
      yield { ask: { ...ask, questions: [] } };
      for (const questions of simplerLists(ask.questions)) {
        yield { ask: { ...ask, questions } };
      }
    }
  }
}

function* simplerChanges({ range, text }: Change): Generator<Change> {
  for (const shorter of simplerTexts(text)) {
    yield { range, text: shorter };
  }
}
