import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commandNames, languageId, settingsSection } from '../../client/src/names';
import manifest from '../../package.json';

const { contributes } = manifest;
const root = fileURLToPath(new URL('../../', import.meta.url));
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

test('every command of the client is in the manifest, and no other', () => {
  const declared = contributes.commands.map(({ command }) => command);
  expect(declared.sort()).toEqual(Object.values(commandNames).sort());
});

test('menus offer commands that exist, and the editor title has a button with an icon', () => {
  const offered = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
  expect(offered.filter((name) => !contributes.commands.some(({ command }) => command === name))).toEqual([]);
  const [button] = contributes.menus['editor/title'];
  const shown = contributes.commands.find(({ command }) => command === button?.command);
  expect(shown).toHaveProperty('icon');
});

test('the language and the settings have the names the client uses', () => {
  expect(contributes.languages.map(({ id }) => id)).toEqual([languageId]);
  const settings = Object.keys(contributes.configuration.properties);
  expect(settings.filter((name) => !name.startsWith(`${settingsSection}.`))).toEqual([]);
});

test.each(steps)('the walkthrough step $id shows a page that exists', ({ media }) => {
  expect(existsSync(`${root}${media.markdown}`)).toBe(true);
});

test.each(steps)('the walkthrough step $id runs commands that exist', ({ description, completionEvents }) => {
  const named = [description, ...completionEvents].join(' ').match(/ovsFlows\.\w+/g) ?? [];
  const known = [...Object.values(commandNames), ...Object.keys(contributes.configuration.properties)];
  expect(named.filter((name) => !(known as string[]).includes(name))).toEqual([]);
});

test('the files that the manifest names for the editor exist', () => {
  expect(existsSync(`${root}${manifest.icon}`)).toBe(true);
  expect([manifest.main, manifest.browser]).toEqual(['./dist/client.js', './dist/client.js']);
});
