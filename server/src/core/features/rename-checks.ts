/** What another number for a table, group, meter, conjunction or cookie must be, and what it must not clash with. */
import { largestGroup } from '../facts/group-keys';
import { largestMeter } from '../facts/meter-keys';
import type { FlowFile } from '../model/flow-file';
import type { Named } from '../model/mentions';
import { shortened } from '../syntax/excerpt';
import { type Occurrence, occurrencesOf, type Thing } from './references';

/** Why something cannot be renamed, for people. */
export interface Refusal {
  readonly refusal: string;
}

/** The numbers that each may have, and how that is said. */
const ranges: Readonly<Record<Exclude<Named, 'cookie'>, { least: number; most: number; rule: string }>> = {
  table: { least: 0, most: 254, rule: 'Tables have numbers from 0 to 254' },
  group: { least: 0, most: largestGroup, rule: `Groups have numbers from 0 to ${largestGroup}` },
  meter: { least: 1, most: largestMeter, rule: `Meters have numbers from 1 to ${largestMeter}` },
  // Source: lib/classifier.c. Packets that no conjunction matches have 0.
  conjunction: { least: 1, most: 0xffffffff, rule: 'Conjunctions have numbers from 1 to 4294967295' },
};

/** No cookie at all. Source: lib/ofp-flow.c, parse_ofp_str__, which starts with it. */
const noCookie = (1n << 64n) - 1n;

/** The number that a new name stands for, and how it is to be written. */
export function numberFrom(
  what: Named,
  newName: string,
): { readonly number: number | bigint; readonly text: string } | Refusal {
  const name = newName.trim();
  if (what === 'cookie') {
    const isNumber = /^(?:0[xX][0-9a-fA-F]{1,16}|0|[1-9]\d{0,19})$/.test(name);
    const number = isNumber ? BigInt(name) : noCookie;
    return number < noCookie
      ? { number, text: name }
      : {
          refusal: `${shortened(name) || 'Nothing'} is no cookie: write a number below 0xffffffffffffffff, in decimal or in hexadecimal with 0x.`,
        };
  }
  const { least, most, rule } = ranges[what];
  const number = /^\d{1,10}$/.test(name) ? Number(name) : -1;
  return number >= least && number <= most
    ? { number, text: String(number) }
    : {
        refusal: `${shortened(name) || 'Nothing'} cannot be a new number here. ${rule}, written in decimal.`,
      };
}

/** Why the thing cannot have the number; undefined when it can. `occurrences` are the places that name it now. */
export function whyNot(
  file: FlowFile,
  thing: Thing,
  number: number | bigint,
  occurrences: readonly Occurrence[],
): string | undefined {
  const { what } = thing;
  const shown = what === 'cookie' ? `0x${number.toString(16)}` : String(number);
  const taken = occurrencesOf(file, { ...thing, number });
  const defined = taken.find(({ role }) => role === 'definition');
  const first = defined ?? taken[0];
  if (first) {
    const name = `${what[0]!.toUpperCase()}${what.slice(1)} ${shown}`;
    return defined
      ? `${name} is taken: line ${first.line + 1} defines it, and nobody could tell the two apart any more. Choose a number that is free.`
      : `Line ${first.line + 1} names ${what} ${shown} already, and would mean this one then. Choose a number that is free.`;
  }
  return what === 'table' ? wrongWay(file, Number(thing.number), Number(number), occurrences) : undefined;
}

/** `goto_table` leads to later tables only. Source: lib/ofp-actions.c, check_GOTO_TABLE. */
function wrongWay(
  { lines }: FlowFile,
  oldNumber: number,
  newNumber: number,
  occurrences: readonly Occurrence[],
): string | undefined {
  for (const line of new Set(occurrences.map((occurrence) => occurrence.line))) {
    const flow = lines[line]!.flow;
    const table = flow?.table;
    if (table === undefined) {
      continue;
    }
    for (const step of flow!.likeSteps) {
      if (step.kind !== 'jump' || step.how !== 'goto_table' || step.table === undefined) {
        continue;
      }
      const renamed = (each: number) => (each === oldNumber ? newNumber : each);
      if (step.table > table && renamed(step.table) <= renamed(table)) {
        return table === oldNumber
          ? `Line ${line + 1} goes on from here to table ${step.table} with goto_table, which leads to later tables only. Choose a number below ${step.table}.`
          : `Line ${line + 1} comes here from table ${table} with goto_table, which leads to later tables only. Choose a number above ${table}.`;
      }
    }
  }
  return undefined;
}
