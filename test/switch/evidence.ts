/** What a real switch does with a pipeline: everything that our verdicts are held against. */
import { type Exploration, explore } from './explore';
import { type Message, messagesIn } from './flow-file';
import type { InstalledFlow } from './installed-flow';
import type { PrivateSwitch, Refusal } from './switch';
import { sendTraffic, type Traffic } from './traffic';

/** Two flows of one table and priority that some packets match both, by their lines; the earlier is first. */
export type Overlap = readonly [earlier: number, later: number];

export interface Evidence {
  readonly messages: readonly Message[];
  readonly refused: readonly Refusal[];
  /** The flows of the file that are there after loading, by line. */
  readonly installed: ReadonlyMap<number, InstalledFlow>;
  readonly exploration: Exploration;
  readonly traffic: Traffic;
  readonly overlaps: readonly Overlap[];
}

export async function gatherEvidence(ours: PrivateSwitch, text: string): Promise<Evidence> {
  const messages = messagesIn(text);
  const refused = await ours.load(text);
  const flows = await ours.dumpFlows();
  const installed = new Map(flows.map((flow) => [flow.cookie - 1, flow]));
  const exploration = await explore(ours, flows, text.includes('learn('));
  const traffic = await sendTraffic(ours, flows);
  const overlaps = await findOverlaps(ours, installed);
  return { messages, refused, installed, exploration, traffic, overlaps };
}

/** Asks the switch, which refuses a flow that overlaps with another when told to. */
async function findOverlaps(
  ours: PrivateSwitch,
  installed: ReadonlyMap<number, InstalledFlow>,
): Promise<Overlap[]> {
  const overlaps: Overlap[] = [];
  const flows = [...installed].sort(([one], [other]) => one - other);
  for (const [index, [later, flow]] of flows.entries()) {
    for (const [earlier, other] of flows.slice(0, index)) {
      if (other.table === flow.table && other.priority === flow.priority) {
        await ours.load(withoutActions(other));
        if ((await ours.add(`check_overlap,${withoutActions(flow)}`)) === 'OFPFMFC_OVERLAP') {
          overlaps.push([earlier, later]);
        }
      }
    }
  }
  return overlaps;
}

/** Actions have no part in it, and may need what is not there. */
function withoutActions({ table, priority, match }: InstalledFlow): string {
  return `${[`table=${table}`, `priority=${priority}`, ...match].join()},actions=drop`;
}
