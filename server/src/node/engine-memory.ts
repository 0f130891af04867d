/**
 * How much memory Node's engine holds beside what is in use. It is made for servers with room: it collects garbage once there
 * is several times as much of it as there is of anything else. An editor has many such processes. What is asked of the engine
 * here it looks up each time it decides; what an engine does not know it leaves alone.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** By so many percent of what is in use the heap may grow until garbage is collected. */
const growth = 25;

/** So many bytes are enough for what is new: half of it is room to copy what stays. */
const enoughForNew = 8 * 1024 * 1024;

let growsForNew = true;

/** To be called once, before there is much. */
export function boundHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${growth}`);
}

/** Gives other events their turn; the room for what is new grows no more once it is large enough. */
export function turn(): Promise<void> {
  const size = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
  if (growsForNew !== size < enoughForNew) {
    growsForNew = !growsForNew;
    setFlagsFromString(`--semi-space-growth-factor=${growsForNew ? 2 : 1}`);
  }
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Has the engine collect all of its garbage, and give back what it holds in reserve: only its debugger can ask for that. It is spoken to
 * within the process: no port is opened.
 */
export async function collectGarbage(): Promise<void> {
  try {
    const { Session } = await import('node:inspector');
    const session = new Session();
    session.connect();
    // To disconnect inside of the answer would hang the process.
    session.post('HeapProfiler.collectGarbage', () => setImmediate(() => session.disconnect()));
  } catch {
    // Not every build of Node has a debugger; memory is given back later then.
  }
}
