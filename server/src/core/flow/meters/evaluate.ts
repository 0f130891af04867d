/** A line with a meter as Open vSwitch takes it. Source: lib/ofp-meter.c, parse_ofp_meter_mod_str__. */
import { any, type FlowFormat, type FormatSet, formatsSince } from '../../facts/flow-formats';
import { largestMeter, meterFlags, meterKeys, namedMeters } from '../../facts/meter-keys';
import { shortened } from '../../syntax/excerpt';
import type { Fix } from '../../syntax/fix';
import type { FlowLine } from '../../syntax/flow-line';
import { nearestName } from '../../syntax/nearest-name';
import type { Span } from '../../syntax/span';
import { chooseFormat } from '../format-choice';
import { inserting, removing, renaming, rewriting } from '../item-fixes';
import { readUnsigned32 } from '../keyed-numbers';
import { type Problem, Problems } from '../problem';
import { type Band, readBands } from './bands';
import { type MeterPair, meterPairs } from './words';

/** What Open vSwitch makes of a line with a meter. */
export interface MeterEvaluation {
  /** Whether the line says what the meter does; else it only names one, to be deleted or shown. */
  readonly defines: boolean;
  readonly meter: number | undefined;
  readonly flags: ReadonlySet<string>;
  readonly bands: readonly Band[];
  readonly problems: readonly Problem[];
  /** Whether nobody turns the meter down: neither `ovs-ofctl` nor the switch. */
  readonly accepted: boolean;
  readonly usable: FormatSet;
  readonly format: FlowFormat | undefined;
}

const flagNames: ReadonlySet<string> = new Set(meterFlags.map(({ name }) => name));

/** OpenFlow 1.3 brought meters. */
const meterFormats = formatsSince('1.3');

/** Evaluates a line of kind `meter`, sent in one of the allowed formats. */
export function evaluateMeter(line: FlowLine, allowed: FormatSet = any): MeterEvaluation {
  const problems = new Problems();
  const { text, comment, bands: part } = line;
  const end = comment?.start ?? text.length;
  const head = { start: line.match[0]?.keyStart ?? 0, end: part?.word.start ?? end };
  const pairs = meterPairs(text, head, (name) => flagNames.has(name));
  if (pairs[0]?.name === 'meter' && /^(?:add|mod|modify|delete|meter=.*)$/.test(pairs[0].value ?? '')) {
    rejectBundleWord(pairs[0], problems);
    return { ...nothing, problems: problems.list };
  }
  const flags = new Map<string, Span>();
  let meter: NamedMeter | undefined;
  for (const pair of pairs) {
    if (flagNames.has(pair.name)) {
      flags.set(pair.name, pair.nameSpan);
    } else if (pair.value === undefined) {
      rejectBare(pair, problems);
    } else if (pair.name === 'meter') {
      if (meter) {
        const whole = { start: meter.nameSpan.start, end: meter.span.end };
        const again = { start: pair.nameSpan.start, end: pair.valueSpan.end };
        problems.note(
          'meter/ignored-part',
          whole,
          'meter is given again. Open vSwitch takes the last one and forgets this.',
          {
            unnecessary: true,
            related: [{ span: again, message: 'This meter counts.' }],
            fixes: () => [removing(text, whole), removing(text, again)],
          },
        );
      }
      const id = readMeter(pair.value, pair.valueSpan, problems);
      meter = { id, nameSpan: pair.nameSpan, span: pair.valueSpan };
    } else {
      rejectUnknown(pair, problems);
    }
  }
  const defines = part !== undefined || flags.size > 0;
  const place = meter?.span ?? pairs[0]?.nameSpan ?? { start: 0, end: Math.min(1, text.length) };
  // A slip in a name is said already, and may well be in the one that is missing.
  const isSlip = problems.list.some(({ code }) => code === 'meter/unknown-keyword');
  if (!meter && !isSlip) {
    problems.reject(
      'meter/incomplete',
      place,
      "must specify 'meter'",
      'A meter needs its number: write meter=N.',
    );
  }
  const burst = { span: flags.get('burst'), place: part?.word.start ?? end };
  const bands =
    part?.equals === undefined ? [] : readBands(text, { start: part.equals + 1, end }, burst, problems);
  if (defines) {
    checkBands(line, bands, place, problems);
    if (flags.size === 0 && !isSlip) {
      rejectNoUnit(place, problems);
    }
  }
  const report = { code: 'meter/not-in-version', span: place, what: 'meters' };
  const format = problems.rejections > 0 ? undefined : chooseFormat(meterFormats, allowed, problems, report);
  if (format && defines) {
    refuseMeter(line, meter!, flags, bands, problems);
  }
  return {
    defines,
    meter: meter?.id,
    flags: new Set(flags.keys()),
    bands,
    problems: problems.list,
    accepted: problems.rejections === 0,
    usable: meterFormats,
    format,
  };
}

/** The meter that a line names. */
interface NamedMeter {
  readonly id: number | undefined;
  /** The word `meter`. */
  readonly nameSpan: Span;
  /** Its number or name. */
  readonly span: Span;
}

const nothing = {
  defines: true,
  meter: undefined,
  flags: new Set<string>(),
  bands: [],
  accepted: false,
  usable: meterFormats,
  format: undefined,
};

function rejectBundleWord({ nameSpan }: MeterPair, problems: Problems): void {
  problems.reject(
    'meter/not-in-file',
    nameSpan,
    'Unsupported bundle message type: meter',
    'Open vSwitch reads no meters from files, not from bundles either. Add each with ovs-ofctl add-meter.',
  );
}

function readMeter(text: string, span: Span, problems: Problems): number | undefined {
  const named = Object.hasOwn(namedMeters, text) ? namedMeters[text] : undefined;
  if (named !== undefined) {
    return named;
  }
  const id = readUnsigned32({ text, span, what: 'number of a meter', family: 'meter', problems });
  if (id === 0 || (id !== undefined && id > largestMeter)) {
    return problems.reject(
      'meter/invalid-value',
      span,
      'invalid value for meter',
      `${shortened(text)} is no meter: they go from 1 to ${largestMeter}, and there are controller and slowpath.`,
    );
  }
  return id;
}

const names: readonly string[] = [...meterKeys, ...meterFlags].map(({ name }) => name);

/** A word that stands alone at the end: most likely a flag that is misspelt. */
function rejectBare({ name, nameSpan }: MeterPair, problems: Problems): void {
  const nearest = names.includes(name) ? undefined : nearestName(name, names);
  problems.reject(
    names.includes(name) ? 'meter/incomplete' : 'meter/unknown-keyword',
    nameSpan,
    `field ${name} missing value`,
    names.includes(name)
      ? `${name} needs a value, as in meter=1.`
      : `${shortened(name)} is no keyword of a meter.${nearest ? ` Did you mean ${nearest}?` : ''}`,
    renaming(nameSpan, nearest),
  );
}

function rejectUnknown({ name, nameSpan }: MeterPair, problems: Problems): void {
  const colon = name.startsWith('meter:') ? nameSpan.start + 'meter'.length : undefined;
  const nearest = colon === undefined ? nearestName(name, names) : undefined;
  problems.reject(
    'meter/unknown-keyword',
    nameSpan,
    `unknown keyword ${name}`,
    colon === undefined
      ? `${shortened(name)} is no keyword of a meter.${nearest ? ` Did you mean ${nearest}?` : ''}`
      : 'Behind meter stands a =, as in meter=1.',
    colon === undefined
      ? renaming(nameSpan, nearest)
      : {
          fixes: () => [
            { ...rewriting({ start: colon, end: colon + 1 }, '='), title: 'Write = for the colon' },
          ],
        },
  );
}

function checkBands(
  { bands: part }: FlowLine,
  bands: readonly Band[],
  place: Span,
  problems: Problems,
): void {
  if (part?.equals === undefined) {
    problems.reject(
      'meter/incomplete',
      part ? { start: part.word.start, end: part.word.end } : place,
      'must specify bands',
      'A meter needs at least one band, as in bands=type=drop rate=1000.',
    );
  } else if (bands.length === 0 && part.items.length === 0) {
    problems.reject(
      'meter/incomplete',
      part.word,
      'meter must have bands',
      'A meter needs at least one band, as in bands=type=drop rate=1000.',
    );
  }
}

function rejectNoUnit(place: Span, problems: Problems): void {
  problems.reject(
    'meter/incomplete',
    place,
    "meter must specify either 'kbps' or 'pktps'",
    'What the rates count is not said: write kbps or pktps.',
    { fixes: () => addingUnit(place) },
  );
}

function addingUnit({ end }: Span): Fix[] {
  return ['kbps', 'pktps'].map((flag) => inserting(end, ` ${flag}`, `Add ${flag}`));
}

/** What the switch refuses. Source: ofproto/ofproto.c, handle_meter_mod; lib/ofp-meter.c. */
function refuseMeter(
  { text }: FlowLine,
  { id, span }: NamedMeter,
  flags: ReadonlyMap<string, Span>,
  bands: readonly Band[],
  problems: Problems,
): void {
  const refused = 'meter/refused-by-switch';
  if (id === namedMeters.all) {
    problems.refuse(
      refused,
      span,
      'OFPMMFC_INVALID_METER',
      'all stands for all meters, to delete or to show them. Write the number of the meter.',
    );
  }
  if (flags.has('kbps') === flags.has('pktps')) {
    problems.refuse(
      refused,
      flags.get('pktps') ?? [...flags.values()][0]!,
      'OFPMMFC_BAD_FLAGS',
      flags.has('kbps')
        ? 'Rates count kilobits or packets, not both: remove kbps or pktps.'
        : 'What the rates count is not said: add kbps or pktps.',
      {
        fixes: () =>
          flags.has('kbps')
            ? ['pktps', 'kbps'].map((flag) => removing(text, flags.get(flag)!))
            : addingUnit(span),
      },
    );
  }
  for (const { type, typeSpan } of bands) {
    if (type === 'dscp_remark') {
      problems.note(
        'meter/unsupported-band',
        typeSpan,
        'No datapath of Open vSwitch can do dscp_remark: its switches refuse the meter with OFPMMFC_BAD_BAND.',
      );
    }
  }
}
