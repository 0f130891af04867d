/** Whether flows do the same with packets, by their text. */
import type { FileFlow } from './file-flow';

/** Gives the text of a line. */
export type TextOf = (line: number) => string;

/** Whether the text of both flows asks for the same actions; spaces, case and commas do not count. */
export function sameActions(left: FileFlow, right: FileFlow, textOf: TextOf): boolean {
  return actionsText(left, textOf) === actionsText(right, textOf);
}

/** The actions of many flows, of which one may be compared with thousands. */
export class ActionTexts {
  readonly #textOf: TextOf;
  readonly #known = new Map<FileFlow, string>();

  constructor(textOf: TextOf) {
    this.#textOf = textOf;
  }

  /** As `sameActions`. */
  areSame(left: FileFlow, right: FileFlow): boolean {
    return this.#of(left) === this.#of(right);
  }

  #of(flow: FileFlow): string {
    let text = this.#known.get(flow);
    if (text === undefined) {
      text = actionsText(flow, this.#textOf);
      this.#known.set(flow, text);
    }
    return text;
  }
}

/** Equal for the same actions. */
function actionsText(flow: FileFlow, textOf: TextOf): string {
  const { start, end } = flow.facts.actions ?? { start: 0, end: 0 };
  const text = textOf(flow.line).slice(start, end).toLowerCase();
  // Commas that stand alone are left as they are: there are many of them.
  return text.replace(/[\s,]{2,}|\s/g, ',').replace(/^,|,$/g, '') || 'drop';
}
