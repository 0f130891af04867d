import type { Pipeline, PipelineJump, PipelineTable } from '../../../client/src/pipeline/graph/pipeline';

/** A table with one flow, which packets in the state new reach; change what a test is about. */
export function table(number: number, change: Partial<PipelineTable> = {}): PipelineTable {
  return {
    number,
    flows: 1,
    place: { line: number, start: 0, end: 10 },
    reached: true,
    states: ['+trk+new'],
    dead: [],
    outputs: false,
    drops: false,
    ...change,
  };
}

/** A pipeline from jumps such as `0 > 1`, `0 ct 1` and `0 learn 1 x3`, of all tables that they name. */
export function pipeline(jumps: readonly string[], tables: readonly PipelineTable[] = []): Pipeline {
  const read = jumps.map(jump);
  const named = new Set([
    ...tables.map(({ number }) => number),
    ...read.flatMap(({ from, to }) => [from, to]),
  ]);
  return {
    version: 1,
    first: 0,
    last: 100,
    tables: [...named]
      .sort((one, other) => one - other)
      .map((number) => tables.find((each) => each.number === number) ?? table(number)),
    jumps: read,
  };
}

const kinds = { '>': 'resubmit', goto: 'goto_table', ct: 'ct', learn: 'learn' } as const;

function jump(text: string): PipelineJump {
  const [, from, kind, to, count] = /^(\d+) (\S+) (\d+)(?: x(\d+))?$/.exec(text)!;
  return {
    from: Number(from),
    to: Number(to),
    kind: kinds[kind as keyof typeof kinds],
    count: Number(count ?? 1),
    places: [{ line: Number(from), start: 5, end: 9 }],
  };
}
