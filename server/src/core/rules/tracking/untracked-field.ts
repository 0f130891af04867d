import { noStates, untracked } from '../../conntrack/state-set';
import type { FlowTraits } from '../../model/flow-traits';
import type { Step } from '../../model/steps';
import type { Pipeline } from '../../model/tracking/pipeline';
import { excerpt } from '../../syntax/excerpt';
import type { FileFinding, FileRule, FileRuleInput } from '../file-rule';
import { flowsOutOfReach } from '../out-of-reach';
import { isUntrackedOnly, placesOnTheWay, sourceOf } from '../ways-to-tables';

/** What only tracked packets have, matched in a table that none of them reaches, or read from packets that are not. */
export const untrackedField: FileRule = {
  code: 'tracking/untracked-field',
  severity: 'warning',
  title: 'A connection field is used where no packet is tracked',
  *check(input) {
    for (const { flows, traffic } of flowsOutOfReach(input)) {
      const asking = isUntrackedOnly(traffic) ? flows.filter(({ facts }) => facts.traits.asksForTracked) : [];
      if (asking.length === 0) {
        continue;
      }
      const { number } = traffic;
      const source = sourceOf(traffic);
      const how = source === undefined ? 'enter' : 'get to';
      const from = source === undefined ? '' : ` (from ${source})`;
      const related = placesOnTheWay(traffic);
      const advice =
        source === undefined
          ? 'Send packets through it with ct(table=N), and match in table N.'
          : `To get tracked packets here, send them by ct(...,table=${number}).`;
      for (const { line, facts } of asking) {
        const span = facts.trackedSpan!;
        yield {
          line,
          span,
          message: `Packets ${how} table ${number} untracked only${from}, so ${excerpt(input.textOf(line), span)} never matches: only what has been through the connection tracker has it. ${advice}`,
          related,
        };
      }
    }
    for (const pipeline of input.flowSets) {
      yield* readInVain(pipeline, input);
    }
  },
};

/** Actions that read such a field from packets that have not been through the tracker. */
function* readInVain(pipeline: Pipeline, { textOf }: FileRuleInput): Generator<FileFinding> {
  for (const { number, groups } of pipeline.section.tables.values()) {
    const traffic = pipeline.tables.get(number);
    const arriving = !traffic || traffic.open ? undefined : traffic.states;
    const reading = groups.all.filter(
      ({ traits }) => traits.accepted && untrackedReads(traits, traits.likeSteps, arriving).length > 0,
    );
    for (const { flow } of groups.membersOf(reading)) {
      const { traits, steps } = flow.facts;
      for (const { read, after } of untrackedReads(traits, steps, arriving)) {
        const why =
          after === undefined
            ? `packets get to table ${number} untracked only`
            : `a packet that goes on behind ${excerpt(textOf(flow.line), after)} is not tracked`;
        yield {
          line: flow.line,
          span: read.span,
          message: `This reads ${read.field.name}, and ${why}: it is always 0 here. Read it in a table that ct(...,table=N) sends packets to.`,
          related: traffic && after === undefined ? placesOnTheWay(traffic) : [],
        };
      }
    }
  }
}

type Read = Extract<Step, { kind: 'read' }>;

/** Such reads of one flow, each with the ct or ct_clear before it that settles the matter; none for one before both. */
function untrackedReads(
  { states, stepsKnown }: FlowTraits,
  steps: readonly Step[],
  arriving: bigint | undefined,
): { readonly read: Read; readonly after: Step['span'] | undefined }[] {
  const hitting = arriving === undefined ? undefined : arriving & states;
  const arrivesUntracked =
    hitting !== undefined && hitting !== noStates && (hitting & ~untracked) === noStates;
  const found: { read: Read; after: Step['span'] | undefined }[] = [];
  const walk = (list: readonly Step[], before: Step['span'] | undefined) => {
    let after = before;
    for (const step of list) {
      if (step.kind === 'read' && (after || arrivesUntracked)) {
        found.push({ read: step, after });
      } else if (step.kind === 'ct' || step.kind === 'clear') {
        after = step.span;
      } else if (step.kind === 'copy') {
        walk(step.steps, after);
      }
    }
  };
  walk(stepsKnown ? steps : [], undefined);
  return found;
}
