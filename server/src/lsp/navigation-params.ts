/** Reads what editors send back, which may be anything. */
import type { Stop } from '../core/features/call-hierarchy';
import { type Lens, lensKinds } from '../core/features/code-lens';
import { check } from './guard';

/** The item of a call hierarchy that we gave out before: what it stands for, and where. */
export function readHierarchyItem(params: unknown): { uri: string; stop: Stop; line: number } {
  const { uri, data } = recordOf(recordOf(params).item);
  const { what, number, line } = recordOf(data);
  check(typeof uri === 'string', 'item');
  check(what === 'table' || what === 'group' || what === 'line', 'item');
  check(isCount(number) && isCount(line), 'item');
  return { uri, stop: { what, number }, line };
}

/** The lens that we gave out before. */
export function readLens(lens: unknown): { uri: string } & Pick<Lens, 'line' | 'table' | 'kind' | 'title'> {
  const { uri, line, table, kind, title } = recordOf(recordOf(lens).data);
  const known = lensKinds.find((each) => each === kind);
  check(typeof uri === 'string' && typeof title === 'string' && known !== undefined, 'lens');
  check(isCount(line) && isCount(table), 'lens');
  return { uri, line, table, kind: known, title };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
