// Writes down the licences of other people's code in the bundles, read from the packages that esbuild took it from.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { manifest, PlainError, projectRoot } from './project.mjs';

/** Where the notices are put, below the root of the project and of the package. */
export const noticesFile = 'dist/ThirdPartyNotices.txt';

/**
 * The text of the notices.
 * @param {readonly import('esbuild').Metafile[]} metafiles what esbuild says of each bundle
 * @returns {string}
 */
export function noticesOf(metafiles) {
  const packages = new Set(metafiles.flatMap(packagesIn));
  // A set may grow while it is gone through. Some packages are published with what they depend on built in.
  for (const folder of packages) {
    for (const name of Object.keys(readManifest(folder).dependencies ?? {})) {
      packages.add(folderOf(name, folder));
    }
  }
  const notices = [...packages].sort().map((folder) => {
    const { name, version, license } = readManifest(folder);
    return `${name} ${version} (${license})\n\n${licenceIn(folder).trim()}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return `${manifest.displayName} contains code of the packages named here, each under its own licence.\n${rule}${notices.join(rule)}`;
}

/**
 * The folders of the packages of which something is in a bundle.
 * @param {import('esbuild').Metafile} metafile
 * @returns {string[]}
 */
function packagesIn({ outputs }) {
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([input]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [])
    .map((folder) => path.join(projectRoot, folder));
}

/**
 * Where a package finds another one.
 * @param {string} name
 * @param {string} folder of the package that asks
 */
function folderOf(name, folder) {
  const nested = path.join(folder, 'node_modules', name);
  return existsSync(nested) ? nested : path.join(projectRoot, 'node_modules', name);
}

/**
 * @param {string} folder
 * @returns {{ name: string, version: string, license: string, dependencies?: Record<string, string> }}
 */
function readManifest(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

/** @param {string} folder */
function licenceIn(folder) {
  const file = readdirSync(folder).find((name) => /^(?:licen[cs]e|copying)(?:\.(?:txt|md))?$/i.test(name));
  if (file === undefined) {
    throw new PlainError(
      `${path.basename(folder)} goes into the package and has no file with its licence: say in scripts/notices.mjs where it is.`,
    );
  }
  return readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n');
}
