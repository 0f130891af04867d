// What `npm run bench` is asked for.
import { parseArgs } from 'node:util';
import { PlainError } from '../project.mjs';

/** The sizes that are measured, by name: how many flows, or how many bytes they are to stay under. */
export const sizes = /** @type {const} */ ({
  '1k': { flows: 1000 },
  '10k': { flows: 10_000 },
  '100k': { flows: 100_000 },
  // VS Code hands no larger document to an extension.
  '50mib': { bytes: 50 * 2 ** 20 },
});

/** @typedef {keyof typeof sizes} SizeName */

export const usage = `npm run bench -- [options]
  --size NAME,…    only these sizes: ${Object.keys(sizes).join(', ')}
  --quick          1k and 10k, few rounds, under a minute
  --seed N         another file of the same kind (1)
  --json FILE      write the results
  --against FILE   compare with results written before
  --write-docs     put the table into docs/performance.md
  --server FILE    measure this server instead of building dist/server.js
  --keep FOLDER    write the generated files there, and leave them`;

/**
 * @typedef {object} Options
 * @property {SizeName[]} sizes
 * @property {boolean} quick
 * @property {number} seed
 * @property {string | undefined} json
 * @property {string | undefined} against
 * @property {boolean} writeDocs
 * @property {string | undefined} server
 * @property {string | undefined} keep
 * @property {boolean} help
 */

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function readOptions(args) {
  const values = valuesOf(args);
  const quick = values.quick === true;
  const seed = Number(values.seed ?? 1);
  if (!Number.isSafeInteger(seed)) {
    throw new PlainError('The seed must be a whole number.');
  }
  return {
    sizes: sizesOf(values.size, quick),
    quick,
    seed,
    json: values.json,
    against: values.against,
    writeDocs: values['write-docs'] === true,
    server: values.server,
    keep: values.keep,
    help: values.help === true,
  };
}

/** @param {string[]} args */
function valuesOf(args) {
  try {
    const text = /** @type {const} */ ({ type: 'string' });
    const yes = /** @type {const} */ ({ type: 'boolean' });
    const { values } = parseArgs({
      args,
      options: {
        size: text,
        seed: text,
        json: text,
        against: text,
        server: text,
        keep: text,
        quick: yes,
        'write-docs': yes,
        help: yes,
      },
    });
    return values;
  } catch (error) {
    throw new PlainError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

/**
 * @param {string | undefined} given
 * @param {boolean} quick
 * @returns {SizeName[]}
 */
function sizesOf(given, quick) {
  const known = /** @type {SizeName[]} */ (Object.keys(sizes));
  if (given === undefined) {
    return quick ? ['1k', '10k'] : known;
  }
  return given.split(',').map((name) => {
    const size = known.find((each) => each === name.toLowerCase());
    if (!size) {
      throw new PlainError(`There is no size ${name}; there are ${known.join(', ')}.`);
    }
    return size;
  });
}
