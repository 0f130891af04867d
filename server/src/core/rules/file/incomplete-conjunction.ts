import { joined } from '../../conntrack/description';
import type { FileFlow, FileSection, FileTable } from '../../model/flow-file';
import { addTo } from '../../model/lists';
import type { Mention } from '../../model/mentions';
import { slotOf } from '../../model/packet-set';
import type { Step } from '../../model/steps';
import type { FileFinding, FileRule, FileRuleInput, RelatedPlace } from '../file-rule';
import { hasUnknownTables } from '../flow-set';

type Clause = { readonly flow: FileFlow; readonly step: Extract<Step, { kind: 'conjunction' }> };

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
          yield* checkTable(table, isWhole(table, section), input);
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
  return ({ number, flows }) => all || changed.has(number) || flows.some(({ isUncertain }) => isUncertain);
}

/** Whether all flows of the table are plainly here: packets enter in this section, or a switch has printed it. */
function isWhole({ flows }: FileTable, { tables }: FileSection): boolean {
  return tables.has(0) || flows.every(({ facts }) => facts.printed);
}

function* checkTable(table: FileTable, whole: boolean, { file }: FileRuleInput): Generator<FileFinding> {
  const flows = table.flows.filter(({ fate }) => fate === undefined);
  const clauses = new Map<number, Clause[]>();
  for (const flow of flows) {
    for (const step of flow.facts.steps) {
      if (step.kind === 'conjunction') {
        addTo(clauses, step.id, { flow, step });
      }
    }
  }
  const asking = flows.filter(({ facts }) => !facts.matchKnown || slotOf(facts.packets, 'conj_id'));
  const asked = new Set(asking.map(({ facts }) => numberAskedFor(facts.packets)));
  // Names and errors hide what a flow matches, and a mask asks for several.
  const isAsked = (id: number) => asked.has(undefined) || asked.has(id);
  for (const [id, all] of clauses) {
    const broken =
      differingClauses(id, all) ??
      (whole
        ? (missingClause(id, all) ?? (isAsked(id) ? undefined : unused(id, all, table.number)))
        : undefined);
    if (broken) {
      yield broken;
    }
  }
  if (whole && flows.every(({ facts }) => facts.stepsKnown)) {
    yield* withoutClauses(asking, clauses, table.number, (line) => file.lines[line]!.mentions);
  }
}

/** The one conjunction that a match asks for; undefined where it asks for several, or it cannot be told. */
function numberAskedFor(packets: FileFlow['facts']['packets']): number | undefined {
  const slot = slotOf(packets, 'conj_id');
  return slot?.mask === 0xffffffffn ? Number(slot.value) : undefined;
}

/** Clauses that do not go together. */
function differingClauses(id: number, clauses: readonly Clause[]): FileFinding | undefined {
  const [first] = clauses as [Clause];
  const other = clauses.find(({ step }) => step.count !== first.step.count);
  if (other) {
    return {
      ...placeOf(other),
      message: `Conjunction ${id} has ${other.step.count} dimensions here and ${first.step.count} on line ${first.flow.line + 1}. Open vSwitch goes by one of the two, so packets match too early or never. Write the same number behind the slash in all clauses of conjunction ${id}.`,
      related: [relatedClause(first)],
    };
  }
  const byDimension = new Map<number, Clause>();
  for (const clause of clauses) {
    if (!byDimension.has(clause.step.index)) {
      byDimension.set(clause.step.index, clause);
    }
  }
  for (const [priority, together] of byPriority(clauses)) {
    const [clause] = together as [Clause];
    const missing = new Set(missingDimensions(together));
    // What is missing at this priority can only be there at another. In the order of the clauses.
    const elsewhere = [...byDimension.values()].find(({ step }) => missing.has(step.index));
    if (elsewhere) {
      return {
        ...placeOf(clause),
        message: `The clauses of conjunction ${id} have different priorities: ${priority} here, ${elsewhere.flow.facts.priority} on line ${elsewhere.flow.line + 1}. Open vSwitch puts only clauses of the same priority together, so no packet ever matches all dimensions. Give all clauses of conjunction ${id} the same priority.`,
        related: [relatedClause(elsewhere)],
      };
    }
  }
  return undefined;
}

/** Dimensions that no flow has. */
function missingClause(id: number, clauses: readonly Clause[]): FileFinding | undefined {
  for (const together of byPriority(clauses).values()) {
    const missing = missingDimensions(together);
    const [clause] = together as [Clause];
    if (missing.length > 0) {
      const { count } = clause.step;
      const names = missing.slice(0, 5).map((index) => `${index}/${count}`);
      return {
        ...placeOf(clause),
        message: `Conjunction ${id} has ${count} dimensions, and no flow of this table has ${joined(names)}. A packet has to match a flow of each dimension, so this conjunction never comes true. Add a flow with conjunction(${id},${names[0]}), or write the number of dimensions that there are.`,
      };
    }
  }
  return undefined;
}

function byPriority(clauses: readonly Clause[]): Map<number, Clause[]> {
  const groups = new Map<number, Clause[]>();
  for (const clause of clauses) {
    addTo(groups, clause.flow.facts.priority, clause);
  }
  return groups;
}

function missingDimensions(clauses: readonly Clause[]): number[] {
  const there = new Set(clauses.map(({ step }) => step.index));
  const { count } = clauses[0]!.step;
  return Array.from({ length: count }, (_, index) => index + 1).filter((index) => !there.has(index));
}

function unused(id: number, [first]: readonly Clause[], table: number): FileFinding {
  return {
    ...placeOf(first!),
    message: `No flow of table ${table} matches conj_id=${id}. When a packet matches all dimensions, Open vSwitch looks for that flow in the same table, finds none, and goes on as if the conjunction were not there. Add a flow with conj_id=${id} and the actions.`,
  };
}

/** Flows that wait for a conjunction that nothing makes. */
function* withoutClauses(
  asking: readonly FileFlow[],
  clauses: ReadonlyMap<number, readonly Clause[]>,
  table: number,
  mentionsOn: (line: number) => readonly Mention[],
): Generator<FileFinding> {
  for (const { line, facts } of asking) {
    const id = facts.matchKnown ? numberAskedFor(facts.packets) : undefined;
    if (id !== undefined && id !== 0 && !clauses.has(id)) {
      const mention = mentionsOn(line).find(({ what, role }) => what === 'conjunction' && role === 'use');
      yield {
        line,
        span: mention?.span ?? facts.span,
        message: `No flow of table ${table} has the action conjunction(${id},…). Only that sets conj_id, and only for flows of the same table, so no packet can hit this flow. Add the clauses of conjunction ${id}, or match the number of one that is there.`,
      };
    }
  }
}

function placeOf({ flow, step }: Clause): Pick<FileFinding, 'line' | 'span'> {
  return { line: flow.line, span: step.span };
}

function relatedClause({ flow, step }: Clause): RelatedPlace {
  return { line: flow.line, span: step.span, message: `Another clause of conjunction ${step.id}.` };
}
