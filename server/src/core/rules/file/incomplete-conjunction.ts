import { joined } from '../../conntrack/description';
import type { Conjunctions, FlowClause } from '../../model/conjunctions';
import type { FileTable } from '../../model/file-table';
import type { FileFlow, FileSection } from '../../model/flow-file';
import { addTo } from '../../model/lists';
import type { Mention } from '../../model/mentions';
import { oncePer } from '../../model/once';
import type { Span } from '../../syntax/span';
import type { FileFinding, FileRule, FileRuleInput, RelatedPlace } from '../file-rule';
import { hasUnknownTables, spanOf } from '../flow-set';
import { whileInPlace } from '../kept-findings';

/** A conjunction that can never come true, or that leads nowhere. */
export const incompleteConjunction: FileRule = {
  code: 'file/incomplete-conjunction',
  severity: 'warning',
  title: 'The conjunction is not complete',
  *check(input) {
    for (const { section } of input.flowSets) {
      const changed = changedTables(section);
      for (const table of section.tables.values()) {
        if (!changed(table)) {
          yield* isWhole(table, section) ? inWhole(table, input) : inPart(table, input);
        }
      }
    }
  },
};

/** Tells whether flows come into a table, or change there, in ways that are not looked into. */
function changedTables(section: FileSection): (table: FileTable) => boolean {
  const changing = section.others.filter(({ facts }) => facts.command.startsWith('modify'));
  const changed = new Set(changing.map(({ facts }) => facts.table));
  const all = hasUnknownTables(section) || changed.has(undefined);
  return ({ number, flows }) =>
    all || changed.has(number) || (section.changes && flows.some(({ isUncertain }) => isUncertain));
}

/** Whether all flows of the table are plainly here: packets enter in this section, or a switch has printed it. */
function isWhole({ index }: FileTable, { tables }: FileSection): boolean {
  return tables.has(0) || index.used.every(({ kind }) => kind.traits.printed);
}

const inWhole = whileInPlace((table: FileTable, input) => [...checkTable(table, true, input)]);
const inPart = whileInPlace((table: FileTable, input) => [...checkTable(table, false, input)]);

function* checkTable(table: FileTable, whole: boolean, { file }: FileRuleInput): Generator<FileFinding> {
  const { conjunctions, groups, number } = table;
  const broken = [...conjunctions.clauses].flatMap(([id, clauses]) =>
    isInOrder(clauses) && (!whole || conjunctions.isAsked(id))
      ? []
      : (brokenConjunction(id, clauses, table, whole) ?? []),
  );
  for (const { clause, finding } of broken.sort(inOrder)) {
    yield { ...placeOf(clause), ...finding() };
  }
  if (whole && groups.all.every(({ traits }) => traits.stepsKnown)) {
    yield* withoutClauses(conjunctions, number, (line) => file.lines[line]!.mentions);
  }
}

function inOrder({ clause: left }: Broken, { clause: right }: Broken): number {
  return left.flow.line - right.flow.line || left.nth - right.nth;
}

/** What is to be said of a conjunction, and at which of its clauses. */
interface Broken {
  readonly clause: FlowClause;
  readonly finding: () => Pick<FileFinding, 'message' | 'related'>;
}

/** More dimensions are looked at one by one. */
const fewDimensions = 30;

/** Whether all dimensions are there, all of the same priority: of most conjunctions nothing more is to be known. */
function isInOrder(clauses: readonly FlowClause[]): boolean {
  const [{ count, flow }] = clauses as [FlowClause];
  const { priority } = flow.facts;
  let there = 0;
  for (const clause of clauses) {
    if (clause.count !== count || clause.flow.facts.priority !== priority) {
      return false;
    }
    there |= 1 << (clause.index - 1);
  }
  return count <= fewDimensions && there === (1 << count) - 1;
}

function brokenConjunction(
  id: number,
  clauses: readonly FlowClause[],
  { conjunctions, number }: FileTable,
  whole: boolean,
): Broken | undefined {
  const differing = differingClauses(id, clauses);
  if (differing || !whole) {
    return differing;
  }
  return missingClause(id, clauses) ?? (conjunctions.isAsked(id) ? undefined : unused(id, clauses, number));
}

/** Clauses that do not go together. */
function differingClauses(id: number, clauses: readonly FlowClause[]): Broken | undefined {
  const [first] = clauses as [FlowClause];
  const other = clauses.find(({ count }) => count !== first.count);
  if (other) {
    return {
      clause: other,
      finding: () => ({
        message: `Conjunction ${id} has ${other.count} dimensions here and ${first.count} on line ${first.flow.line + 1}. Open vSwitch goes by one of the two, so packets match too early or never. Write the same number behind the slash in all clauses of conjunction ${id}.`,
        related: [relatedClause(first)],
      }),
    };
  }
  const byDimension = new Map<number, FlowClause>();
  for (const clause of clauses) {
    if (!byDimension.has(clause.index)) {
      byDimension.set(clause.index, clause);
    }
  }
  for (const [priority, together] of byPriority(clauses)) {
    const [clause] = together as [FlowClause];
    const missing = new Set(missingDimensions(together));
    // What is missing at this priority can only be there at another. In the order of the clauses.
    const elsewhere = [...byDimension.values()].find(({ index }) => missing.has(index));
    if (elsewhere) {
      return {
        clause: clause,
        finding: () => ({
          message: `The clauses of conjunction ${id} have different priorities: ${priority} here, ${elsewhere.flow.facts.priority} on line ${elsewhere.flow.line + 1}. Open vSwitch puts only clauses of the same priority together, so no packet ever matches all dimensions. Give all clauses of conjunction ${id} the same priority.`,
          related: [relatedClause(elsewhere)],
        }),
      };
    }
  }
  return undefined;
}

/** Dimensions that no flow has. */
function missingClause(id: number, clauses: readonly FlowClause[]): Broken | undefined {
  for (const together of byPriority(clauses).values()) {
    const missing = missingDimensions(together);
    const [clause] = together as [FlowClause];
    if (missing.length > 0) {
      const { count } = clause;
      const names = missing.slice(0, 5).map((index) => `${index}/${count}`);
      return {
        clause: clause,
        finding: () => ({
          message: `Conjunction ${id} has ${count} dimensions, and no flow of this table has ${joined(names)}. A packet has to match a flow of each dimension, so this conjunction never comes true. Add a flow with conjunction(${id},${names[0]}), or write the number of dimensions that there are.`,
        }),
      };
    }
  }
  return undefined;
}

function byPriority(clauses: readonly FlowClause[]): Map<number, FlowClause[]> {
  const groups = new Map<number, FlowClause[]>();
  for (const clause of clauses) {
    addTo(groups, clause.flow.facts.priority, clause);
  }
  return groups;
}

function missingDimensions(clauses: readonly FlowClause[]): number[] {
  const there = new Set(clauses.map(({ index }) => index));
  const { count } = clauses[0]!;
  return Array.from({ length: count }, (_, index) => index + 1).filter((index) => !there.has(index));
}

function unused(id: number, [first]: readonly FlowClause[], table: number): Broken {
  return {
    clause: first!,
    finding: () => ({
      message: `No flow of table ${table} matches conj_id=${id}. When a packet matches all dimensions, Open vSwitch looks for that flow in the same table, finds none, and goes on as if the conjunction were not there. Add a flow with conj_id=${id} and the actions.`,
    }),
  };
}

/** Flows that wait for a conjunction that nothing makes. */
function* withoutClauses(
  { asking, clauses }: Conjunctions,
  table: number,
  mentionsOn: (line: number) => readonly Mention[],
): Generator<FileFinding> {
  for (const { flow, id } of asking) {
    if (id !== undefined && id !== 0 && !clauses.has(id) && flow.facts.traits.matchKnown) {
      const { line } = flow;
      const mention = mentionsOn(line).find(({ what, role }) => what === 'conjunction' && role === 'use');
      yield {
        line,
        span: mention?.span ?? spanOf(flow),
        message: `No flow of table ${table} has the action conjunction(${id},...). Only that sets conj_id, and only for flows of the same table, so no packet can hit this flow. Add the clauses of conjunction ${id}, or match the number of one that is there.`,
      };
    }
  }
}

/** Read from the text, and asked for again after each edit. */
const placesIn = oncePer(({ facts }: FileFlow): readonly Span[] => facts.clauses.map(({ span }) => span));

function placeOf({ flow, nth }: FlowClause): Pick<FileFinding, 'line' | 'span'> {
  return { line: flow.line, span: placesIn(flow)[nth]! };
}

function relatedClause(clause: FlowClause): RelatedPlace {
  return { ...placeOf(clause), message: `Another clause of conjunction ${clause.id}.` };
}
