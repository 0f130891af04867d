/** Which values stand in the lines around the cursor: the tables, ports, zones a file works with. */
import { fieldOfAnyName } from '../facts/match-fields';
import type { CompletionContext } from './completion-list';

/** Values are the same kind when one can stand where the other does: `table=` and `goto_table:`. */
export type SeenKind = string;

/** One value and how many lines it stands in. */
export interface SeenValue {
  readonly text: string;
  readonly lines: number;
}

/**
 * So many lines are looked at, up and down. A file may have a hundred thousand; what people need again stands
 * near, and this much is read in a few milliseconds, and kept of each line until it changes.
 */
const reach = 500;
/** Lines longer than this are cut: nobody wrote them by hand. */
const longest = 2000;

/** Names under which values of one kind stand. All fields are kinds of their own, besides. */
const kinds: Readonly<Record<string, SeenKind | undefined>> = {
  table: 'table',
  goto_table: 'table',
  in_port: 'port',
  in_port_oxm: 'port',
  out_port: 'port',
  output: 'port',
  port: 'port',
  ct_zone: 'zone',
  zone: 'zone',
  group: 'group',
  group_id: 'group',
  out_group: 'group',
  meter: 'meter',
  cookie: 'cookie',
  priority: 'priority',
  conj_id: 'conjunction',
  conjunction: 'conjunction',
};

/** The kind of value that stands behind a name; the name itself where nothing shares its values. */
export function seenKind(name: string): SeenKind {
  return kinds[name] ?? fieldOfAnyName(name)?.name ?? name;
}

interface Count {
  lines: number;
  /** The number of the line in which it stood last. */
  last: number;
}

/** Reads the lines around the cursor when it is first asked, and not the one the cursor is in. */
export class SeenValues {
  readonly #context: CompletionContext;
  #values: Map<SeenKind, Map<string, Count>> | undefined;
  #lines = 0;
  readonly #names = new Set<string>();

  constructor(context: CompletionContext) {
    this.#context = context;
  }

  /** In the order of their numbers, words before them. */
  values(kind: SeenKind): SeenValue[] {
    const found = [...(this.#read().get(kind) ?? [])].map(([text, { lines }]) => ({ text, lines }));
    return found.sort((left, right) => compare(left.text, right.text)).slice(0, 100);
  }

  /** Whether a field stands in one of the lines, by any of its names. */
  mentions(name: string): boolean {
    this.#read();
    const field = fieldOfAnyName(name);
    const names = field
      ? [field.name, ...field.aliases, ...field.codePoints.map((point) => point.name)]
      : [name];
    return names.some((each) => this.#names.has(each));
  }

  #read(): Map<SeenKind, Map<string, Count>> {
    if (!this.#values) {
      this.#values = new Map();
      for (let distance = 1; distance <= reach; distance++) {
        const isAbove = this.#readLine(-distance);
        const isBelow = this.#readLine(distance);
        if (!isAbove && !isBelow) {
          break;
        }
      }
    }
    return this.#values;
  }

  /** Whether there is a line at that distance. */
  #readLine(distance: number): boolean {
    const key = this.#context.keyAt?.(distance);
    let pairs = key && kept.get(key);
    if (!pairs) {
      const text = this.#context.lineAt(distance);
      if (text === undefined) {
        return false;
      }
      pairs = pairsIn(text);
      if (key) {
        kept.set(key, pairs);
      }
    }
    for (const [name, kind, value] of pairs) {
      this.#names.add(name);
      if (kind !== '') {
        this.#count(kind, value);
      }
    }
    this.#lines++;
    return true;
  }

  /** Once a line, however often the value stands in it. */
  #count(kind: SeenKind, value: string): void {
    let values = this.#values!.get(kind);
    if (!values) {
      values = new Map();
      this.#values!.set(kind, values);
    }
    const found = values.get(value);
    if (!found) {
      values.set(value, { lines: 1, last: this.#lines });
    } else if (found.last !== this.#lines) {
      found.lines++;
      found.last = this.#lines;
    }
  }
}

/** A name, and the value behind it with its kind; both are empty where none counts. */
type Pair = readonly [name: string, kind: SeenKind, value: string];

/** What was read of lines. */
const kept = new WeakMap<object, readonly Pair[]>();

function pairsIn(text: string): readonly Pair[] {
  const hash = text.indexOf('#');
  const flow = text.slice(0, Math.min(hash < 0 ? text.length : hash, longest));
  const found: Pair[] = [];
  for (const [, name, value] of flow.matchAll(pairs)) {
    found.push(value === undefined || value === '' ? [name!, '', ''] : [name!, seenKind(name!), value]);
  }
  for (const [, table] of flow.matchAll(resubmits)) {
    found.push(['resubmit', 'table', table!]);
  }
  return found;
}

/** A name, perhaps with brackets, and what stands behind it: up to a mask, a separator, a call. */
const pairs =
  /([A-Za-z_][A-Za-z_0-9]{0,40})(?:\[[0-9.]{0,12}\])?(?:[=:(]("[^"]{0,40}"|[A-Za-z0-9_-]{0,40})(?=[\s,)/]|$))?/g;
const resubmits = /resubmit\([^(),]{0,40},([A-Za-z0-9_]{1,40})/g;

function compare(left: string, right: string): number {
  const [one, other] = [Number(left), Number(right)];
  if (Number.isNaN(one) || Number.isNaN(other)) {
    return Number(!Number.isNaN(one)) - Number(!Number.isNaN(other)) || (left < right ? -1 : 1);
  }
  return one - other;
}
