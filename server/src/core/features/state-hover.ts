import { describeGroup, describePackets, groupStates, joined } from '../conntrack/description';
import { canonicalSpelling, hexadecimal, numericSpelling, signedSpelling } from '../conntrack/spelling';
import {
  allFlags,
  coveredStates,
  flagsOf,
  impliedFlags,
  legalStates,
  redundantFlags,
  type StateMatch,
} from '../conntrack/states';
import { connectionStateFlags } from '../facts/connection-state';
import type { StateTerm } from '../model/flow-connection-state';
import { spellingOfIntended } from '../rules/rejected';
import { byNumbers } from '../syntax/digits';
import type { ScannedNumber } from '../syntax/numbers';
import type { Span } from '../syntax/span';
import type { Diagnostic } from './diagnostics';
import { code, paragraphs, plain } from './markdown';

/** What exactly of a match on connection state the mouse rests on. */
export type Place =
  | { readonly kind: 'field' | 'value'; readonly span: Span }
  | {
      readonly kind: 'flag';
      readonly span: Span;
      readonly bit: number;
      readonly set: boolean;
    }
  | { readonly kind: 'number' | 'mask'; readonly span: Span; readonly number: ScannedNumber };

/** The place itself: a flag and what it tells, a number and its bits. */
export function describePlace(text: string, place: Place): string | undefined {
  const written = text.slice(place.span.start, place.span.end);
  switch (place.kind) {
    case 'flag':
      return describeFlag(written, place.bit, place.set);
    case 'number':
      return `${numberHeading(written, place.number)}: ${bits(place.number.value) || 'no flag'}${since(place.number.value)}`;
    case 'mask':
      return place.number.value === 0
        ? `Mask ${code(written)}: the match looks at no flag`
        : `Mask ${numberHeading(written, place.number)}: the match looks at ${joined(names(place.number.value))} only${since(place.number.value)}`;
    default:
      return undefined;
  }
}

/** One flag: what it means, when it can be set, its bit, and since when it is there. */
function describeFlag(heading: string, bit: number, set: boolean): string {
  const flag = connectionStateFlags.find((candidate) => candidate.bit === bit)!;
  return paragraphs(
    `**${code(heading)}** must be ${set ? 'set' : 'clear'} · bit ${bitText(flag.bit)} · since Open vSwitch ${flag.since}`,
    set
      ? `${flag.meaning} It can be set ${flag.setOnly}.`
      : `Packets that ${flag.whenClear}. When set: ${flag.meaning} It can be set ${flag.setOnly}.`,
  );
}

/** The release that knows all these flags. */
function since(value: number): string {
  const releases = flagsOf(value).map((flag) => flag.since);
  const latest = releases.sort(byNumbers).at(-1);
  return latest === undefined ? '' : ` · since Open vSwitch ${latest}`;
}

function numberHeading(written: string, { value, base }: ScannedNumber): string {
  const other = base === 16 ? `${value}` : hexadecimal(value);
  const note =
    base === 8 && value !== 0 ? `octal for ${other}` : base === 16 ? `${other} in decimal` : `${other}`;
  return value === 0 ? code(written) : `${code(written)} (${note})`;
}

/** Two digits, as the manual writes the bits. */
function bitText(bits: number): string {
  return `0x${bits.toString(16).padStart(2, '0')}`;
}

function bits(value: number): string {
  return flagsOf(value)
    .map((flag) => `${flag.name} (${bitText(flag.bit)})`)
    .join(', ');
}

function names(value: number): string[] {
  return flagsOf(value).map((flag) => flag.name);
}

/** More would fill the screen; the editor lists them all anyway. */
const mostFindings = 4;

/** The whole match: in words, as a table, in the other spellings, what it covers, and what is wrong with it. */
export function describeMatch(
  text: string,
  term: StateTerm,
  shown: readonly Diagnostic[],
  linkTo: (code: string) => string | undefined,
  errorsShownBeside: boolean,
): string {
  const written = text.slice(term.item.keyStart, term.item.end);
  const toSay = shown.filter(({ finding }) => !errorsShownBeside || finding.rule.severity !== 'error');
  const wrong = toSay.slice(0, mostFindings).map(({ finding, severity }) => {
    const { rule } = finding;
    const link = linkTo(rule.code);
    const name = link ? `[${rule.code}](${link})` : rule.code;
    return rule.severity === 'error'
      ? `**Rejected:** ${plain(finding.message)} (${name})`
      : `${mark(severity)} ${rule.title} (${name})`;
  });
  if (term.rejected || term.needsBrackets || term.subfield?.error || term.strays.length > 0) {
    const intended = term.rejected?.intended;
    return paragraphs(
      ...wrong,
      intended && `Most likely meant: ${code(spellingOfIntended(intended))}, ${describePackets(intended)}.`,
      intended && table(intended),
    );
  }
  const asksForSomething = term.match.mask !== 0;
  // Editors cut tall hovers: what answers the question at a glance comes first, the table last.
  const lines = [
    `${code(written)} matches ${describePackets(term.match)}.`,
    ...(asksForSomething ? [`Same match: ${otherSpellings(term, text)}`] : []),
    coverage(term.match),
  ];
  return paragraphs(lines.join('  \n'), ...wrong, asksForSomething && table(term.match));
}

function mark(severity: string): string {
  return severity === 'warning' ? '⚠' : 'ℹ';
}

/**
 * The flags by what is asked of them, each with its bit; in parentheses what follows from the rest. A row
 * for each kind and not for each flag: editors cut tall hovers.
 */
function table(match: StateMatch): string {
  const implied = impliedFlags(match);
  const rows: readonly [string, number][] = [
    ['**set**', match.value],
    ['clear', match.mask & ~match.value],
    ['(set)', implied.value],
    ['(clear)', implied.mask & ~implied.value],
    ['any', allFlags & ~match.mask & ~implied.mask],
  ];
  const filled = rows.filter(([, flags]) => flags !== 0);
  return [
    '| must be | flags |',
    '|:--|:--|',
    ...filled.map(([must, flags]) => `| ${must} | ${bits(flags)} |`),
  ].join('\n');
}

function otherSpellings({ match, span }: StateTerm, text: string): string {
  const written = text.slice(span.start, span.end);
  const exact = match.mask === allFlags;
  const spellings = [
    canonicalSpelling(match),
    ...(exact ? [signedSpelling(match)] : []),
    numericSpelling(match),
  ];
  const others = [...new Set(spellings)].filter((spelling) => spelling !== written);
  return others.map(code).join(' or ');
}

function coverage(match: StateMatch): string {
  const states = coveredStates(match);
  if (states.length === 0 || states.length === legalStates.length) {
    return `It covers ${states.length === 0 ? 'none' : 'all'} of the ${legalStates.length} states a packet can be in.`;
  }
  const untracked = states.includes(0) && states.length > 1 ? ', untracked packets among them' : '';
  const redundant = redundantFlags(match);
  const note =
    redundant === 0 || match.mask === allFlags
      ? ''
      : ` ${signedSpelling({ value: match.value & redundant, mask: redundant })} adds nothing.`;
  return `It covers ${states.length} of the ${legalStates.length} states${untracked}: ${groupStates(match).map(describeGroup).join('; ')}.${note}`;
}
