/** Whether what we name as the cause is the cause: the switch is asked again without it. */
import { explore } from './explore';
import { messagesIn } from './flow-file';
import type { InstalledFlow } from './installed-flow';
import type { Pipeline, Verdict } from './pipeline';
import type { PrivateSwitch } from './switch';

/** Every cause that is none, a sentence each. @param installed the flows of the pipeline by line */
export async function wrongCauses(
  ours: PrivateSwitch,
  pipeline: Pipeline,
  verdicts: readonly Verdict[],
  installed: ReadonlyMap<number, InstalledFlow>,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { line, code } of verdicts) {
    const found = await testCause(ours, pipeline, installed, line, code);
    wrong.push(...(found === undefined ? [] : [`line ${line + 1} ${found}`]));
  }
  return wrong;
}

async function testCause(
  ours: PrivateSwitch,
  pipeline: Pipeline,
  installed: ReadonlyMap<number, InstalledFlow>,
  line: number,
  code: Verdict['code'],
): Promise<string | undefined> {
  const flow = installed.get(line);
  const rivals = [...installed].filter(([other, { table }]) => other !== line && table === flow?.table);
  const linesOf = (some: typeof rivals) => some.map(([other]) => other);
  switch (code) {
    case 'file/shadowed':
    case 'file/redundant': {
      const above = rivals.filter(([, { priority }]) => flow && priority > flow.priority);
      const { hits } = await exploreWithout(ours, pipeline, linesOf(above));
      return hits.has(line + 1) ? undefined : 'is not hit even without the flows of higher priority.';
    }
    case 'tracking/unreachable-state': {
      const { hits } = await exploreWithout(ours, pipeline, linesOf(rivals));
      return hits.has(line + 1)
        ? 'is hit once it is alone in its table, so it is not for the state.'
        : undefined;
    }
    case 'tracking/endless-recirculation': {
      const { endless } = await exploreWithout(ours, pipeline, [line]);
      return endless === undefined ? undefined : `is not why ${endless} goes round for ever.`;
    }
    default:
      return undefined;
  }
}

async function exploreWithout(ours: PrivateSwitch, pipeline: Pipeline, lines: readonly number[]) {
  const text = pipeline.lines.map((each, line) => (lines.includes(line) ? '' : each)).join('\n');
  await ours.load(text);
  return explore(
    ours,
    await ours.dumpFlows(),
    messagesIn(text).some((each) => each.text.includes('learn(')),
  );
}
