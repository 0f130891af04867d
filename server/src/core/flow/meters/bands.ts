/** The bands of a meter. Source: lib/ofp-meter.c, parse_ofp_meter_mod_str__. */
import { bandKeys, bandTypes } from '../../facts/meter-keys';
import { shortened } from '../../syntax/excerpt';
import type { Fix } from '../../syntax/fix';
import { nearestName } from '../../syntax/nearest-name';
import type { Span } from '../../syntax/span';
import { inserting, removing, renaming } from '../item-fixes';
import { readSmall, readUnsigned32 } from '../keyed-numbers';
import type { Problems } from '../problem';
import { type MeterPair, meterPairs } from './words';

/** What a band says; 0 where a number is not given, which is the same to Open vSwitch. */
export interface Band {
  readonly type: string | undefined;
  readonly typeSpan: Span;
  rate: number;
  burstSize: number;
  precLevel: number;
  /** Whether a key has an unknown name: one that seems to be missing may be there, misspelt. */
  hasSlip: boolean;
  /** Keys that were given, with where they stand, whether their values could be read or not. */
  readonly keys: Map<string, Span>;
}

/** The flag `burst`: where it stands, and where it could. */
export interface BurstFlag {
  readonly span: Span | undefined;
  readonly place: number;
}

/** Reads the bands in a stretch of a line, and reports what is wrong with each. */
export function readBands(text: string, span: Span, burst: BurstFlag, problems: Problems): Band[] {
  const bands: Band[] = [];
  for (const pair of meterPairs(text, span, () => false)) {
    const { name, nameSpan, value, valueSpan } = pair;
    if (value === undefined) {
      assume(name, nameSpan, bands.at(-1));
      problems.reject(
        'meter/incomplete',
        nameSpan,
        `field ${name} missing value`,
        `${shortened(name)} needs a value, as in ${bandKeys.find((key) => key.name === name)?.example ?? 'rate=1000'}.`,
      );
    } else if (name === 'type') {
      bands.push(startBand(value, valueSpan, problems));
    } else {
      readKey(pair, value, bands.at(-1), problems);
    }
  }
  for (const band of bands) {
    checkBand(band, text, burst, problems);
  }
  return bands;
}

/** What has no value is reported, and must not be reported as missing. */
function assume(name: string, nameSpan: Span, band: Band | undefined): void {
  band?.keys.set(name, nameSpan);
  if (band && name === 'rate') {
    band.rate = 1;
  } else if (band && name === 'burst_size') {
    band.burstSize = 1;
  } else if (band && name === 'prec_level') {
    band.precLevel = 1;
  }
}

function startBand(value: string, typeSpan: Span, problems: Problems): Band {
  const names = bandTypes.map(({ name }) => name);
  const known = names.includes(value);
  if (!known) {
    const nearest = nearestName(value, names);
    problems.reject(
      'meter/invalid-value',
      typeSpan,
      `field type unknown value ${value}`,
      `${shortened(value)} is no type of band. The types are ${names.join(' and ')}.${nearest ? ` Did you mean ${nearest}?` : ''}`,
      renaming(typeSpan, nearest),
    );
  }
  return {
    type: known ? value : undefined,
    typeSpan,
    rate: 0,
    burstSize: 0,
    precLevel: 0,
    hasSlip: false,
    keys: new Map(),
  };
}

function readKey(
  { name, nameSpan, valueSpan }: MeterPair,
  text: string,
  band: Band | undefined,
  problems: Problems,
): void {
  const names = bandKeys.map((key) => key.name);
  if (!names.includes(name)) {
    const nearest = nearestName(name, names);
    if (band) {
      band.hasSlip = true;
    }
    problems.reject(
      'meter/unknown-keyword',
      nameSpan,
      band ? `unknown keyword ${name}` : "band must start with the 'type' keyword",
      `${shortened(name)} is no keyword of a band.${nearest ? ` Did you mean ${nearest}?` : ''}`,
      renaming(nameSpan, nearest),
    );
    return;
  }
  if (!band) {
    problems.reject(
      'meter/incomplete',
      nameSpan,
      "band must start with the 'type' keyword",
      'A band starts with its type, as in type=drop; the rest follows.',
      {
        fixes: () => [inserting(nameSpan.start, 'type=drop ', 'Write type=drop before it')],
      },
    );
    return;
  }
  const number = { text, span: valueSpan, family: 'meter', problems } as const;
  band.keys.set(name, { start: nameSpan.start, end: valueSpan.end });
  if (name === 'rate') {
    // What cannot be read is reported, and must not be reported as missing.
    band.rate = readUnsigned32({ ...number, what: 'rate' }) ?? 1;
  } else if (name === 'burst_size') {
    band.burstSize = readUnsigned32({ ...number, what: 'size of a burst' }) ?? 1;
  } else {
    band.precLevel = readSmall({ ...number, what: 'change of precedence' }, 'prec_level', 0xff) ?? 1;
  }
}

function checkBand(band: Band, text: string, burst: BurstFlag, problems: Problems): void {
  const { type, typeSpan, rate, burstSize, precLevel, keys, hasSlip } = band;
  if (!type || hasSlip) {
    return;
  }
  const at = (name: string) => keys.get(name) ?? typeSpan;
  const missing = (name: string, verdict: string, message: string, fixes: readonly Fix[] = []) =>
    problems.reject('meter/incomplete', at(name), verdict, message, { fixes: () => [...fixes] });
  const surplus = (name: string, verdict: string, message: string, fixes: readonly Fix[] = []) =>
    problems.reject('meter/not-allowed-here', at(name), verdict, message, {
      fixes: () => [...fixes, removing(text, at(name))],
    });
  if (type === 'dscp_remark' && precLevel === 0) {
    missing(
      'prec_level',
      "'dscp_remark' band must have 'prec_level'",
      'dscp_remark needs prec_level, 1 to 255: by how much the drop precedence is raised.',
    );
  } else if (type === 'drop' && precLevel !== 0) {
    surplus(
      'prec_level',
      "Only 'dscp_remark' band may have 'prec_level'",
      'A band that drops packets changes no precedence. Remove prec_level.',
    );
  }
  if (rate === 0) {
    missing(
      'rate',
      "band must have 'rate'",
      keys.has('rate')
        ? 'A rate of 0 counts as none. Write one of 1 or more.'
        : 'A band needs a rate, as in rate=1000.',
    );
  }
  if (burst.span && burstSize === 0) {
    missing(
      'burst_size',
      "band must have 'burst_size' when 'burst' flag is set",
      'The meter has the flag burst, so each band needs a burst_size of 1 or more. Add it, or remove the flag.',
      [removing(text, burst.span)],
    );
  } else if (!burst.span && burstSize !== 0) {
    surplus(
      'burst_size',
      "band may have 'burst_size' only when 'burst' flag is set",
      'burst_size needs the flag burst in the meter. Add the flag, or remove burst_size.',
      [inserting(burst.place, 'burst ', 'Add burst')],
    );
  }
}
