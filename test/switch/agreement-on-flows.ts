/** Whether flows that we call dead are, and are where we say: by the tables of the switch, and by what packets hit. */
import type { InstalledFlow } from './installed-flow';
import { shareStates } from './state-classes';
import { at, type Check, conjunctionOf, isClause, type Subject } from './subject';

const deadFlowsAreNotHit: Check = (subject) =>
  subject.evidence.messages
    .filter(({ line }) => subject.isDead(line) && subject.isHit(line))
    .map(({ line }) => {
      const packet = subject.evidence.exploration.hits.get(line + 1) ?? 'a real packet';
      return `${at(line)} is said to be dead, but is hit by ${packet}.`;
    });

const livingFlowsAreHit: Check = (subject) =>
  subject.pipeline.isComplete
    ? subject.installed
        .filter(([line, { actions }]) => !isClause(actions) && !subject.isDead(line) && !subject.isHit(line))
        .map(([line]) => `${at(line)} is not said to be dead, but no packet hits it.`)
    : [];

/** Where lines remove or change flows, a flow may be gone without being replaced. */
const replacedFlowsAreGone: Check = (subject) => {
  const { messages, refused, installed } = subject.evidence;
  const changes = messages.some(({ text }) => /^(?:modify|delete)/.test(text));
  const gone = messages
    .filter(({ kind, line }) => kind === 'flow' && !installed.has(line))
    .map(({ line }) => line)
    .filter((line) => !refused.some((refusal) => refusal.line === line));
  const said = subject.linesOf('file/replaced');
  return [
    ...said
      .filter((line) => !gone.includes(line))
      .map((line) => `${at(line)} is said to be replaced, but is there.`),
    ...gone
      .filter((line) => !changes && !said.includes(line))
      .map((line) => `${at(line)} is replaced, but not said to be.`),
  ];
};

const overlapsAreRefused: Check = (subject) => {
  const { overlaps, installed } = subject.evidence;
  const differing = overlaps.filter(([earlier, later]) => {
    const one = installed.get(earlier);
    const other = installed.get(later);
    return one && other && isContest(one, other);
  });
  const said = subject.linesOf('file/overlap');
  return [
    ...said
      .filter((line) => !differing.some((pair) => pair.includes(line)))
      .map((line) => `${at(line)} is said to overlap, but the switch finds no overlap.`),
    ...differing
      .filter(([one, other]) => !said.includes(one) && !said.includes(other))
      .map(([one, other]) => `${at(one)} and ${at(other)} overlap, but neither is said to.`),
  ];
};

/** Whether it matters which of two flows that overlap a packet hits. */
function isContest(one: InstalledFlow, other: InstalledFlow): boolean {
  return (
    one.actions !== other.actions &&
    !isClause(one.actions) &&
    !isClause(other.actions) &&
    shareStates(one.match, other.match)
  );
}

const jumpsTo = (text: string) =>
  [...text.matchAll(/resubmit\([^,)]*,(\d+)|goto_table:(\d+)|ct\([^)]*\btable=(\d+)/g)].map(
    ([, one, other, third]) => Number(one ?? other ?? third),
  );

const emptyTablesMiss: Check = (subject) => {
  const { exploration } = subject.evidence;
  const filled = new Set(subject.installed.map(([, { table }]) => table));
  const empty = [...exploration.missed.keys()].filter(
    (table) => !filled.has(table) && !isLearned(subject, table),
  );
  const said = subject.linesOf('file/empty-table');
  return [
    ...said.flatMap((line) => {
      const targets = jumpsTo(subject.text(line));
      const target = targets.find((table) => !filled.has(table) && !isLearned(subject, table));
      if (target === undefined) {
        return [`${at(line)} is said to jump to an empty table, but goes to none.`];
      }
      const misses = exploration.missed.get(target)?.has(line + 1);
      return misses ? [] : [`${at(line)} is said to jump to an empty table, but no packet misses there.`];
    }),
    ...empty
      .filter((table) => !said.some((line) => jumpsTo(subject.text(line)).includes(table)))
      .map(
        (table) => `Packets go to table ${table}, which is empty, but no line is said to send them there.`,
      ),
  ];
};

const isLearned = (subject: Subject, table: number) =>
  subject.evidence.messages.some(({ text }) => new RegExp(`learn\\([^)]*\\btable=${table}\\b`).test(text));

const unreachedTablesAreNotVisited: Check = (subject) =>
  subject
    .linesOf('file/unreached-table')
    .filter((line) => subject.evidence.exploration.visited.has(subject.table(line)))
    .map((line) => `Table ${subject.table(line)} is said to be unreached, but packets get there.`);

const incompleteConjunctionsNeverMatch: Check = (subject) =>
  subject.linesOf('file/incomplete-conjunction').flatMap((line) => {
    const id = conjunctionOf(subject.text(line));
    return subject.installed
      .filter(([other, { match }]) => match.includes(`conj_id=${id}`) && subject.isHit(other))
      .map(([other]) => `${at(line)} is said to be of an incomplete conjunction, but ${at(other)} is hit.`);
  });

export const checksOfFlows: readonly Check[] = [
  deadFlowsAreNotHit,
  livingFlowsAreHit,
  replacedFlowsAreGone,
  overlapsAreRefused,
  emptyTablesMiss,
  unreachedTablesAreNotVisited,
  incompleteConjunctionsNeverMatch,
];
