/**
 * Findings that are made once, and again only when lines have moved. Where a few flows hide thousands, there would be as many
 * messages to write after each keystroke.
 */
import type { FileFlow } from '../model/flow-file';
import { oncePer, whileSame } from '../model/once';
import type { FileFinding, FileFix, FileRuleInput, RelatedPlace } from './file-rule';

/** Finds what there is to say of a part of the file. */
type FindIn<Part> = (part: Part, input: FileRuleInput) => readonly FileFinding[];

/** Finds what there is to say of a part of the file that never changes, as long as no line has moved. */
export function whileInPlace<Part extends object>(find: FindIn<Part>): FindIn<Part> {
  const known = whileSame(
    (before, now) => before === now,
    (part: Part, _: FileRuleInput['file']['numbering'], input: FileRuleInput) => find(part, input),
  );
  return (part, input) => known(part, input.file.numbering, input);
}

/**
 * Makes a finding of something that stays what it is, and names the same flows as long as it does; the first of them is the one
 * that it is about. The finding goes where the flow goes, and is written when somebody reads it.
 */
export function untilMoved<Subject extends object>(
  namedBy: (subject: Subject) => readonly FileFlow[],
  make: (subject: Subject) => FileFinding,
): (subject: Subject) => FileFinding {
  return oncePer((subject) => new MovingFinding(namedBy(subject), () => make(subject)));
}

class MovingFinding implements FileFinding {
  readonly #flow: FileFlow;
  readonly #flows: readonly FileFlow[];
  readonly #make: () => FileFinding;
  /** As it was last read, when the flows were on these lines. */
  #written: { readonly lines: readonly number[]; readonly finding: FileFinding } | undefined;

  constructor(flows: readonly FileFlow[], make: () => FileFinding) {
    this.#flow = flows[0]!;
    this.#flows = flows;
    this.#make = make;
  }

  get line(): number {
    return this.#flow.line;
  }
  get span(): FileFinding['span'] {
    return this.#finding.span;
  }
  get message(): string {
    return this.#finding.message;
  }
  get unnecessary(): boolean {
    return this.#finding.unnecessary ?? false;
  }
  get related(): readonly RelatedPlace[] {
    return this.#finding.related ?? [];
  }
  get fixes(): (input: FileRuleInput) => FileFix[] {
    return this.#finding.fixes ?? (() => []);
  }

  get #finding(): FileFinding {
    const before = this.#written;
    if (before && this.#flows.every(({ line }, index) => line === before.lines[index])) {
      return before.finding;
    }
    const finding = this.#make();
    this.#written = { lines: this.#flows.map(({ line }) => line), finding };
    return finding;
  }
}
