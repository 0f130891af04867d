import type { PrerequisiteName } from '../facts/prerequisites';
import type { Fix } from '../syntax/fix';
import type { Span } from '../syntax/span';

/**
 * Something in a line that Open vSwitch rejects, or takes otherwise than it is written. The code is that of a
 * diagnostic (rules/reported.ts says how severe it is).
 */
export interface Problem {
  readonly code: string;
  /** The token at fault; offsets in UTF-16 units of the line. */
  readonly span: Span;
  /** What is wrong, what Open vSwitch does with it, what to do. */
  readonly message: string;
  /** Who turns the flow down: `ovs-ofctl` before it sends anything, or the switch. Undefined: nobody does. */
  readonly rejectedBy?: 'ovs-ofctl' | 'switch';
  /** What it says then: `ovs-ofctl`'s text, or the switch's error code. */
  readonly verdict?: string;
  readonly unnecessary?: boolean;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  /** What the match lacks, where that is the problem. */
  readonly needs?: PrerequisiteName;
  /** What the text is the name of, where only a switch knows its number. */
  readonly nameOf?: 'port' | 'table';
  /** Worked out only when asked for. The best fix first. */
  readonly fixes?: () => Fix[];
}

type Details = Pick<Problem, 'fixes' | 'unnecessary' | 'related' | 'needs' | 'nameOf'>;

/** Looking for the nearest name takes its time; nobody reads so many suggestions. */
const mostSuggestions = 100;

/** Collects the problems of one line. Nothing stops at the first one, as `ovs-ofctl` does. */
export class Problems {
  readonly #list: Problem[] = [];
  #rejections = 0;
  /** Whether the line has names that only a switch knows, so that it cannot be judged in full. */
  usesNames = false;

  /** In the order found. */
  get list(): readonly Problem[] {
    return this.#list;
  }

  /** How many of the problems make somebody turn the flow down. */
  get rejections(): number {
    return this.#rejections;
  }

  /** What a misspelt word may stand for, as `find` finds it; nothing on a line of nothing but mistakes. */
  suggestion(find: () => string | undefined): string | undefined {
    return this.#rejections < mostSuggestions ? find() : undefined;
  }

  /** `ovs-ofctl` rejects the line. `verdict` is what it prints, without the program's name. */
  reject(code: string, span: Span, verdict: string, message: string, details: Details = {}): undefined {
    this.#rejections++;
    this.#list.push({ code, span, message, rejectedBy: 'ovs-ofctl', verdict, ...details });
    return undefined;
  }

  /** `ovs-ofctl` sends the flow, and the switch refuses it. `verdict` is the code, such as OFPBMC_BAD_PREREQ. */
  refuse(code: string, span: Span, verdict: string, message: string, details: Details = {}): undefined {
    this.#rejections++;
    this.#list.push({ code, span, message, rejectedBy: 'switch', verdict, ...details });
    return undefined;
  }

  /** Open vSwitch takes the flow, but not as it is written. */
  note(code: string, span: Span, message: string, details: Details = {}): undefined {
    this.#list.push({ code, span, message, ...details });
    return undefined;
  }
}
