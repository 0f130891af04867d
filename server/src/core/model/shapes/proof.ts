/** Whether a shape is what it is taken for: a line with other values must come out as the shape foretells. */
import { firstReservedPort } from '../../facts/ports';
import type { FlowFacts } from '../flow-facts';
import type { FlowTraits } from '../flow-traits';
import type { GroupFacts, LineFacts } from '../line-facts';
import type { Mention } from '../mentions';
import { keyOf } from '../packet-set';
import { type Step, withNested } from '../steps';
import { type FreeValue, numberOf } from './free-values';
import type { LineShape, PlacedFinding } from './line-shape';
import { valueKinds } from './scan-values';
import type { Scanner } from './scanner';

/** Bits of which nobody expects anything. */
const pattern = 0x5a3c_96e1_0f2d_b487_1c69_e35a_7b82_d4c6n;

/** The line with other values in the place of those that are free. */
export function otherLine(text: string, scan: Scanner, free: readonly FreeValue[]): string {
  let other = '';
  let position = 0;
  for (const value of [...free].sort((left, right) => left.index - right.index)) {
    const { index } = value;
    other += text.slice(position, scan.starts[index]);
    other += written(otherNumber(value, scan), scan.kinds[index]!);
    position = scan.ends[index]!;
  }
  return other + text.slice(position);
}

/** What a free value is part of: the key or the action, and what stands behind it there, such as a mask, without its numbers. */
export function surroundingsOf(
  { index, role }: FreeValue,
  { raw, places, like }: LineShape<PlacedFinding>,
): string {
  const before = /[^\s,(]*$/.exec(raw.slice(0, places[index * 2]))![0];
  const behind = /^[^\s,)]*/.exec(raw.slice(places[index * 2 + 1]))![0];
  return `${like.facts.kind} ${typeof role === 'object' ? 'match' : role} ${before} ${behind.replace(/[0-9a-fx.:]+/g, '#')}`;
}

/** Whether there is another value to try in its place. */
export function canDiffer(value: FreeValue, scan: Scanner): boolean {
  const kind = scan.kinds[value.index];
  const isNumber = kind !== valueKinds.seconds && kind !== valueKinds.bytes;
  return !isNumber || otherNumber(value, scan) !== numberOf(scan, value.index);
}

/** Another number of the same size: the sizes that skeletons tell apart. Every second one is the largest there is. */
function otherNumber({ bits, most, index, mayBeZero }: FreeValue, scan: Scanner): bigint {
  const number = numberOf(scan, index);
  const isSmall = !mayBeZero && scan.kinds[index] === valueKinds.decimal && number < firstLarge;
  const largest = isSmall && most >= firstLarge ? firstLarge - 1n : most;
  const [one, other] = [bits & largest, bits & pattern & largest];
  const isFit = (each: bigint) =>
    each !== number && each !== 0n && each <= largest && (isSmall || mayBeZero || isLargeEnough(each));
  const isLargeEnough = (each: bigint) => scan.kinds[index] !== valueKinds.decimal || each >= firstLarge;
  return (index % 2 === 0 ? [one, other] : [other, one]).find(isFit) ?? number;
}

/** Decimal numbers from here on are told apart from smaller ones. */
const firstLarge = BigInt(firstReservedPort);

function written(number: bigint, kind: number): string {
  const hexadecimal = number.toString(16);
  switch (kind) {
    case valueKinds.hexadecimal:
      return `0x${(number & 0xffff_ffff_ffff_ffffn).toString(16)}`;
    case valueKinds.ethernet:
      return hexadecimal
        .slice(-12)
        .padStart(12, '0')
        .replace(/..(?=.)/g, '$&:');
    case valueKinds.ipv4:
      return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 0xffn).join('.');
    case valueKinds.ipv6:
      return hexadecimal.padStart(32, '0').replace(/....(?=.)/g, '$&:');
    case valueKinds.seconds:
      return '1.5s';
    case valueKinds.bytes:
      return '00.5a.a5';
    default:
      return String(number & 0xffff_ffff_ffffn);
  }
}

/** Whether both say the same of a flow or a group. */
export function sameFacts(foretold: LineFacts, found: LineFacts): boolean {
  return (
    JSON.stringify(foretold.bundleWord) === JSON.stringify(found.bundleWord) &&
    (sameFlow(foretold.flow, found.flow) || sameGroup(foretold.group, found.group)) &&
    mentionsKey(foretold.mentions) === mentionsKey(found.mentions)
  );
}

function sameGroup(one: GroupFacts | undefined, other: GroupFacts | undefined): boolean {
  return one !== undefined && other !== undefined && groupKey(one) === groupKey(other);
}

function groupKey({ number, command, buckets, bucketsKnown }: GroupFacts): string {
  return JSON.stringify([number, command, buckets.map(stepsKey), bucketsKnown]);
}

function sameFlow(one: FlowFacts | undefined, other: FlowFacts | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    one.priority === other.priority &&
    one.cookie === other.cookie &&
    keyOf(one.packets) === keyOf(other.packets) &&
    JSON.stringify(one.clauses) === JSON.stringify(other.clauses) &&
    traitsKey(one.traits) === traitsKey(other.traits) &&
    JSON.stringify([one.stateSpan, one.trackedSpan, one.actions, one.span, one.whole]) ===
      JSON.stringify([other.stateSpan, other.trackedSpan, other.actions, other.span, other.whole])
  );
}

function traitsKey({ signature, likeSteps, states, ...rest }: FlowTraits): string {
  return JSON.stringify([rest, signature.key, String(states), stepsKey(likeSteps)]);
}

function stepsKey(steps: readonly Step[]): unknown[] {
  return [...withNested(steps)].map(stepKey);
}

/** What steps of lines have in common that are written alike. */
function stepKey(step: Step): unknown[] {
  switch (step.kind) {
    case 'jump':
      return [step.kind, step.how, step.table, step.unchanged];
    case 'ct':
      return [step.kind, step.table, step.zone, step.commit, step.force, step.translates];
    case 'group':
      return [step.kind, step.group];
    case 'conjunction':
      return [step.kind, step.index, step.count];
    case 'read':
      return [step.kind, step.field.name];
    case 'write':
      return [step.kind, step.field.name, String(step.write?.mask)];
    default:
      return [step.kind];
  }
}

function mentionsKey(mentions: readonly Mention[]): string {
  return mentions
    .map(({ what, number, role, span }) => `${what} ${number} ${role} ${span.start} ${span.end}`)
    .join();
}
