// The programs of a switch of our own: those that are installed; what is missing is fetched, not installed, from the
// package archive of the machine. It needs no root, and nothing of it runs before a test starts it.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { atExit, runQuietly } from '../processes.mjs';
import { isExecutable, PlainError, projectRoot } from '../project.mjs';

/** What is fetched lies here; to fetch it anew, remove the folder. */
const fetched = path.join(projectRoot, '.switch-test');

/** Each program with the package of Debian and Ubuntu that it is in. */
const packageOf = /** @type {const} */ ({
  'ovs-vswitchd': 'openvswitch-switch',
  'ovs-vsctl': 'openvswitch-switch',
  'ovsdb-server': 'openvswitch-common',
  'ovsdb-tool': 'openvswitch-common',
  'ovs-ofctl': 'openvswitch-common',
  'ovs-appctl': 'openvswitch-common',
});

/** @typedef {keyof typeof packageOf} ProgramName */

/**
 * @typedef {object} SwitchPrograms
 * @property {Record<ProgramName, string>} programs the file of each
 * @property {string} schema the file that says what the database of a switch holds
 */

const advice =
  'Install the packages openvswitch-common and openvswitch-switch (Debian, Ubuntu) or openvswitch (Fedora), or see to it ' +
  'that apt-get download openvswitch-switch works (apt-get update first), and run the same command again.';

/**
 * Finds the programs, or fetches them.
 * @returns {Promise<SwitchPrograms>}
 */
export async function ensureSwitch() {
  if (process.platform !== 'linux') {
    throw new PlainError('The tests against a real switch run on Linux only.');
  }
  const missing = missingPackages();
  if (missing.length > 0) {
    try {
      await fetchPackages(missing);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new PlainError(
        `Open vSwitch's daemon is not installed, and could not be fetched: ${reason} ${advice}`,
      );
    }
  }
  return tried(foundPrograms());
}

/** @returns {string[]} the packages of which something is needed and not there */
function missingPackages() {
  const packages = programNames().flatMap((name) => (whereIs(name) === undefined ? [packageOf[name]] : []));
  if (schemaFile() === undefined) {
    packages.push('openvswitch-switch');
  }
  return [...new Set(packages)];
}

/** @returns {SwitchPrograms} */
function foundPrograms() {
  const schema = schemaFile();
  const programs = /** @type {Record<ProgramName, string>} */ ({});
  for (const name of programNames()) {
    const file = whereIs(name);
    if (file === undefined || schema === undefined) {
      throw new PlainError(`Open vSwitch's packages hold no ${file ? 'vswitch.ovsschema' : name}. ${advice}`);
    }
    programs[name] = file;
  }
  return { programs, schema: schema ?? '' };
}

/**
 * A program that was fetched may lack a library that only an installation would have brought.
 * @param {SwitchPrograms} found
 */
async function tried(found) {
  for (const [name, file] of Object.entries(found.programs)) {
    const { code, output } = await runQuietly(file, ['--version']);
    if (code !== 0) {
      throw new PlainError(`${name} does not start: ${output.trim().split('\n')[0]} ${advice}`);
    }
  }
  return found;
}

function programNames() {
  return /** @type {ProgramName[]} */ (Object.keys(packageOf));
}

/** Folders of programs: the path's, those of an administrator, and the fetched ones, where Debian puts the daemon aside. */
function programFolders() {
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return [
    ...onPath,
    '/usr/sbin',
    '/usr/local/sbin',
    ...belowFetched('usr/bin', 'usr/sbin', 'usr/lib/openvswitch-switch'),
  ];
}

/** @param {ProgramName} name */
function whereIs(name) {
  return programFolders()
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

function schemaFile() {
  return programFolders()
    .map((folder) => path.join(folder, '..', 'share', 'openvswitch'))
    .concat(belowFetched('usr/share/openvswitch'))
    .map((folder) => path.join(folder, 'vswitch.ovsschema'))
    .find((file) => existsSync(file));
}

/** @param {string[]} folders */
function belowFetched(...folders) {
  const packages = existsSync(fetched) ? readdirSync(fetched).filter((name) => !name.includes('.')) : [];
  return packages.flatMap((name) => folders.map((folder) => path.join(fetched, name, folder)));
}

/** @param {readonly string[]} packages */
async function fetchPackages(packages) {
  process.stderr.write(`Fetching ${packages.join(' and ')} (2 MB, once) ...\n`);
  mkdirSync(fetched, { recursive: true });
  for (const name of packages) {
    // Put together beside its final place and moved there in one step: two runs at a time, or one cut short, do no harm.
    const workshop = mkdtempSync(path.join(fetched, `${name}.`));
    const removeWorkshop = atExit(() => rmSync(workshop, { recursive: true, force: true }));
    try {
      await runOrSay(workshop, 'apt-get', ['download', name]);
      const file = readdirSync(workshop).find((each) => each.endsWith('.deb'));
      if (file === undefined) {
        throw new Error(`apt-get download ${name} left no package behind.`);
      }
      await runOrSay(workshop, 'dpkg', ['-x', file, 'unpacked']);
      if (!existsSync(path.join(fetched, name))) {
        renameSync(path.join(workshop, 'unpacked'), path.join(fetched, name));
      }
    } finally {
      removeWorkshop();
    }
  }
}

/**
 * @param {string} folder
 * @param {string} command
 * @param {string[]} args
 */
async function runOrSay(folder, command, args) {
  const { code, output } = await runQuietly(command, args, { cwd: folder }).catch(() => {
    throw new Error(`${command} is not there.`);
  });
  if (code !== 0) {
    const lines = output.split('\n').filter((line) => line !== '');
    const line = lines.find((each) => each.startsWith('E:')) ?? lines.at(-1) ?? 'no reason given';
    throw new Error(`${command} ${args[0]} failed (${line.replace(/^E: /, '')}).`);
  }
}
