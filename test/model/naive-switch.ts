/**
 * A switch that does everything the slow way: random small pipelines, each as text and as data, and a simulation that
 * pushes packets through them one by one, in every state that the tracker may find. It shares no code with what it judges.
 * What it does is what ofproto/ofproto-dpif-xlate.c does.
 */
import fc from 'fast-check';

export type NaiveAction =
  | { readonly kind: 'resubmit' | 'goto'; readonly table: number }
  | {
      readonly kind: 'ct';
      readonly commit: boolean;
      readonly zone: number;
      readonly table: number | undefined;
    }
  | { readonly kind: 'clear' | 'output' | 'group' }
  | { readonly kind: 'load'; readonly value: number }
  | { readonly kind: 'clone'; readonly actions: readonly NaiveAction[] };

export interface NaiveFlow {
  readonly table: number;
  readonly priority: number;
  readonly protocol: 'ip' | 'tcp' | 'udp';
  readonly register: number | undefined;
  /** Flags that are set and flags that are clear. */
  readonly state: { readonly set: number; readonly clear: number } | undefined;
  readonly zone: number | undefined;
  readonly mark: number | undefined;
  readonly actions: readonly NaiveAction[];
}

/** What group 1 does with a copy of the packet; undefined where there is no group. */
export interface NaivePipeline {
  readonly flows: readonly NaiveFlow[];
  readonly bucket: readonly NaiveAction[] | undefined;
}

export interface NaivePacket {
  readonly protocol: 'tcp' | 'udp';
  readonly register: number;
  readonly state: number;
  readonly zone: number;
  readonly mark: number;
}

const flags = { new: 1, est: 2, rel: 4, rpl: 8, inv: 16, trk: 32, snat: 64, dnat: 128 } as const;
const tables = [0, 1, 2, 3];

/** One of each kind that ovs-fields(7) speaks of in `ct_state`. */
export const trackedStates: readonly number[] = [
  flags.new,
  flags.new | flags.rel,
  flags.est,
  flags.est | flags.rpl,
  flags.est | flags.rpl | flags.snat,
  flags.rel | flags.rpl,
  flags.inv,
].map((state) => state | flags.trk);

const table = fc.constantFrom(...tables);
const ct = fc.record({
  kind: fc.constant('ct' as const),
  commit: fc.boolean(),
  zone: fc.constantFrom(0, 0, 1),
  table: fc.option(table, { nil: undefined }),
});
const simple: fc.Arbitrary<NaiveAction> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('resubmit' as const), table }) },
  { weight: 4, arbitrary: ct },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('clear' as const, 'output' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('load' as const), value: fc.constantFrom(1, 2) }) },
);
const action: fc.Arbitrary<NaiveAction> = fc.oneof(
  { weight: 8, arbitrary: simple },
  { weight: 1, arbitrary: fc.constant({ kind: 'group' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('clone' as const),
      actions: fc.array(simple, { minLength: 1, maxLength: 2 }),
    }),
  },
);

const state = fc.constantFrom(
  undefined,
  undefined,
  { set: 0, clear: flags.trk },
  { set: flags.trk, clear: 0 },
  { set: flags.trk | flags.new, clear: 0 },
  { set: flags.trk | flags.est, clear: flags.rpl },
  { set: flags.trk | flags.est, clear: 0 },
  { set: flags.inv, clear: 0 },
  { set: 0, clear: flags.new },
);

const flow: fc.Arbitrary<NaiveFlow> = fc
  .record({
    table,
    priority: fc.constantFrom(10, 20, 30),
    protocol: fc.constantFrom('ip', 'tcp', 'udp'),
    register: fc.constantFrom(undefined, undefined, 0, 1),
    state,
    zone: fc.constantFrom(undefined, undefined, undefined, 0, 1),
    mark: fc.constantFrom(undefined, undefined, undefined, 0, 1),
    actions: fc.array(action, { maxLength: 3 }),
    goto: fc.option(table, { nil: undefined }),
  })
  .map(({ goto, ...rest }) => ({
    ...rest,
    actions:
      goto !== undefined && goto > rest.table
        ? [...rest.actions, { kind: 'goto' as const, table: goto }]
        : rest.actions,
  }));

const trackAndGoOn = { kind: 'ct' as const, commit: false, zone: 0 };

/** Takes what the other flows of a table leave, or of that the packets in a state. */
const last = (table: number, state: NaiveFlow['state']): NaiveFlow => ({
  table,
  priority: 1,
  protocol: 'ip',
  register: undefined,
  state,
  zone: undefined,
  mark: undefined,
  actions: [],
});

/** Table 0 has a flow always; the other tables have at least one in most pipelines, so that they are whole. */
export const pipelines: fc.Arbitrary<NaivePipeline> = fc
  .record({
    first: fc.oneof(
      flow,
      // So many begin, and it gives the other tables tracked packets only.
      flow.map((each) => ({ ...each, actions: [{ ...trackAndGoOn, table: each.priority / 10 }] })),
    ),
    rest: fc.array(
      fc.oneof(flow, {
        weight: 2,
        arbitrary: flow.map((each) => ({ ...each, table: 1 + (each.table % 3) })),
      }),
      { maxLength: 9 },
    ),
    lasts: fc.constantFrom([], [1, 2, 3], [1, 2, 3], [0, 1, 2, 3]),
    lastState: fc.constantFrom(undefined, undefined, { set: flags.trk | flags.est, clear: 0 }),
    bucket: fc.option(fc.array(simple, { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 9 }),
  })
  .map(({ first, rest, lasts, lastState, bucket }) => ({
    flows: [{ ...first, table: 0 }, ...rest, ...lasts.map((each) => last(each, lastState))],
    bucket,
  }))
  // Open vSwitch does not take a commit of what is matched as invalid, and goto_table goes forward only.
  .filter(({ flows }) => flows.every(isTaken));

function isTaken({ table, state, actions }: NaiveFlow): boolean {
  const commitsInvalid = state && state.set & flags.inv && JSON.stringify(actions).includes('"commit":true');
  const goesBack = actions.some((each) => each.kind === 'goto' && each.table <= table);
  return !commitsInvalid && !goesBack;
}

/** As a file: the group first, then each flow on its line. */
export function textOf({ flows, bucket }: NaivePipeline): string {
  const group = bucket ? `group_id=1,type=all,bucket=${listText(bucket)}` : '# no group';
  return [group, ...flows.map(flowText)].join('\n');
}

function flowText(flow: NaiveFlow): string {
  const { state } = flow;
  const signed = (sign: string, bits: number) =>
    Object.entries(flags).flatMap(([name, bit]) => (bits & bit ? [`${sign}${name}`] : []));
  const parts = [
    `table=${flow.table}`,
    `priority=${flow.priority}`,
    flow.protocol,
    flow.register === undefined ? [] : `reg0=${flow.register}`,
    state ? `ct_state=${[...signed('+', state.set), ...signed('-', state.clear)].join('')}` : [],
    flow.zone === undefined ? [] : `ct_zone=${flow.zone}`,
    flow.mark === undefined ? [] : `ct_mark=${flow.mark}`,
  ].flat();
  return `${parts.join(',')} actions=${flow.actions.length > 0 ? listText(flow.actions) : 'drop'}`;
}

function listText(actions: readonly NaiveAction[]): string {
  return actions.map(actionText).join(',');
}

function actionText(action: NaiveAction): string {
  switch (action.kind) {
    case 'resubmit':
      return `resubmit(,${action.table})`;
    case 'goto':
      return `goto_table:${action.table}`;
    case 'ct': {
      const to = action.table === undefined ? [] : [`table=${action.table}`];
      return `ct(${[...(action.commit ? ['commit'] : []), `zone=${action.zone}`, ...to].join(',')})`;
    }
    case 'clear':
      return 'ct_clear';
    case 'output':
      return 'output:2';
    case 'group':
      return 'group:1';
    case 'load':
      return `load:${action.value}->NXM_NX_REG0[]`;
    case 'clone':
      return `clone(${listText(action.actions)})`;
  }
}

/** Deeper than any table order of these pipelines without a loop. */
const deepest = 8;

/** What happened to packets. */
export class Simulation {
  /** With the number of each. */
  readonly #flows: readonly (readonly [number, NaiveFlow])[];
  readonly #bucket: readonly NaiveAction[];
  /** `table state`. */
  readonly arrivals = new Set<string>();
  /** `index of the flow, state`. */
  readonly hits = new Set<string>();
  /** Tables where packets of that state found no flow. */
  readonly misses = new Set<string>();
  /** From a packet that comes to a table from outside or from the tracker, to those that come back from there. */
  readonly recirculations = new Map<string, Set<string>>();
  readonly #done = new Map<string, readonly NaivePacket[]>();
  readonly #waiting: { readonly table: number; readonly packet: NaivePacket }[] = [];
  #from = '';
  /** Whether some packet was looked up deeper than `deepest`. */
  isDeep = false;

  constructor({ flows, bucket }: NaivePipeline) {
    // The later of two flows with the same match and priority replaces the earlier.
    const identity = ({ actions, ...rest }: NaiveFlow) => JSON.stringify(rest);
    const lastOf = new Map(flows.map((flow) => [identity(flow), flow]));
    this.#flows = [...flows.entries()].filter(([, flow]) => lastOf.get(identity(flow)) === flow);
    this.#bucket = bucket ?? [];
  }

  /** Lets a packet enter the switch. */
  enter(packet: NaivePacket, table = 0): void {
    this.#waiting.push({ table, packet });
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      const key = keyOf(next.table, next.packet);
      if (!this.recirculations.has(key)) {
        this.recirculations.set(key, new Set());
        this.#from = key;
        this.#done.clear();
        this.#lookUp(next.table, next.packet, 0);
      }
    }
  }

  /** What the packet may be when the table is done with it. */
  #lookUp(table: number, packet: NaivePacket, depth: number): readonly NaivePacket[] {
    if (depth > deepest) {
      this.isDeep = true;
      return [];
    }
    const key = `${keyOf(table, packet)} ${depth}`;
    const known = this.#done.get(key);
    if (known) {
      return known;
    }
    this.arrivals.add(`${table} ${packet.state}`);
    const matching = this.#flows.filter(([, flow]) => flow.table === table && matches(flow, packet));
    const priority = Math.max(...matching.map(([, flow]) => flow.priority));
    const best = matching.filter(([, flow]) => flow.priority === priority);
    if (best.length === 0) {
      this.misses.add(`${table} ${packet.state}`);
    }
    const results = best.flatMap(([index, flow]) => {
      this.hits.add(`${index} ${packet.state}`);
      return this.#execute(flow.actions, [packet], depth);
    });
    const unique = best.length === 0 ? [packet] : uniqueOf(results);
    this.#done.set(key, unique);
    return unique;
  }

  #execute(actions: readonly NaiveAction[], start: readonly NaivePacket[], depth: number): NaivePacket[] {
    let packets = [...start];
    for (const action of actions) {
      packets = uniqueOf(packets.flatMap((packet) => this.#step(action, packet, depth)));
    }
    return packets;
  }

  #step(action: NaiveAction, packet: NaivePacket, depth: number): readonly NaivePacket[] {
    switch (action.kind) {
      case 'resubmit':
      case 'goto':
        return this.#lookUp(action.table, packet, depth + 1);
      case 'ct':
        if (action.table !== undefined) {
          this.#recirculate(action.table, packet, action.zone);
        }
        return [untrackedOf(packet)];
      case 'clear':
        return [untrackedOf(packet)];
      case 'load':
        return [{ ...packet, register: action.value }];
      case 'clone':
        this.#execute(action.actions, [packet], depth);
        return [packet];
      case 'group':
        this.#execute(asActionSet(this.#bucket), [packet], depth);
        return [packet];
      case 'output':
        return [packet];
    }
  }

  #recirculate(table: number, packet: NaivePacket, zone: number): void {
    for (const state of trackedStates) {
      for (const mark of [0, 1]) {
        const back = { ...packet, state, zone, mark };
        this.recirculations.get(this.#from)!.add(keyOf(table, back));
        this.#waiting.push({ table, packet: back });
      }
    }
  }
}

/** A bucket does what it writes, and then one of its other actions only. */
function asActionSet(actions: readonly NaiveAction[]): NaiveAction[] {
  const loads = actions.filter(({ kind }) => kind === 'load');
  for (const kind of ['output', 'resubmit', 'clear', 'ct']) {
    const last = actions.findLast((each) => each.kind === kind);
    if (last) {
      return [...loads, last];
    }
  }
  return [];
}

/** Packets as they enter the switch. */
export const entering: readonly NaivePacket[] = (['tcp', 'udp'] as const).map((protocol) => ({
  protocol,
  register: 0,
  state: 0,
  zone: 0,
  mark: 0,
}));

function untrackedOf(packet: NaivePacket): NaivePacket {
  return { ...packet, state: 0, zone: 0, mark: 0 };
}

function matches(flow: NaiveFlow, packet: NaivePacket): boolean {
  const { state } = flow;
  return (
    (flow.protocol === 'ip' || flow.protocol === packet.protocol) &&
    (flow.register === undefined || flow.register === packet.register) &&
    (!state || ((packet.state & state.set) === state.set && (packet.state & state.clear) === 0)) &&
    (flow.zone === undefined || flow.zone === packet.zone) &&
    (flow.mark === undefined || flow.mark === packet.mark)
  );
}

function keyOf(table: number, packet: NaivePacket): string {
  return `${table} ${Object.values(packet).join(' ')}`;
}

function uniqueOf(packets: readonly NaivePacket[]): NaivePacket[] {
  return [...new Map(packets.map((packet) => [keyOf(0, packet), packet])).values()];
}
