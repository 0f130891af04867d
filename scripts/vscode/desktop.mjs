// Finds the VS Code or VSCodium installed on this machine, where there is a display to show it on.
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The program of an installed VS Code that can be shown here.
 * @returns {string | undefined}
 */
export function findDesktopEditor() {
  if (!hasDisplay()) {
    return undefined;
  }
  return [...placesOnPath(), ...usualPlaces()].find(isProgram);
}

function hasDisplay() {
  if (process.platform !== 'linux') {
    return true;
  }
  // The desktop program refuses to run as root, and there is no use in starting it only to be told so.
  return process.getuid?.() !== 0 && Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function placesOnPath() {
  const directories = (process.env.PATH ?? '').split(path.delimiter).filter((directory) => directory !== '');
  if (process.platform === 'win32') {
    // On the path there is a batch file, which needs a shell; the program itself lies one folder up.
    const programs = [
      ['code.cmd', 'Code.exe'],
      ['codium.cmd', 'VSCodium.exe'],
    ];
    return programs.flatMap(([script, program]) =>
      directories
        .filter((directory) => isFile(path.join(directory, /** @type {string} */ (script))))
        .map((directory) => path.join(path.dirname(directory), /** @type {string} */ (program))),
    );
  }
  return ['code', 'codium'].flatMap((name) => directories.map((directory) => path.join(directory, name)));
}

function usualPlaces() {
  switch (process.platform) {
    case 'darwin': {
      const roots = ['/Applications', path.join(homedir(), 'Applications')];
      const inside = (/** @type {string} */ name) => `${name}/Contents/Resources/app/bin`;
      return roots.flatMap((root) => [
        path.join(root, inside('Visual Studio Code.app'), 'code'),
        path.join(root, inside('VSCodium.app'), 'codium'),
      ]);
    }
    case 'win32': {
      const local = process.env.LOCALAPPDATA;
      const roots = [local && path.join(local, 'Programs'), process.env.PROGRAMFILES].filter((root) =>
        Boolean(root),
      );
      return roots.flatMap((root) => [
        path.join(/** @type {string} */ (root), 'Microsoft VS Code', 'Code.exe'),
        path.join(/** @type {string} */ (root), 'VSCodium', 'VSCodium.exe'),
      ]);
    }
    default:
      return [
        '/usr/share/code/bin/code',
        '/usr/share/codium/bin/codium',
        '/snap/bin/code',
        '/snap/bin/codium',
        '/opt/visual-studio-code/bin/code',
      ];
  }
}

/** @param {string} file */
function isFile(file) {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return isFile(file);
  } catch {
    return false;
  }
}
