import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Connection } from 'vscode-languageserver';
import { openflowVersions } from '../../server/src/core/facts/flow-formats';
import { catalogue } from '../../server/src/core/rules/catalogue';
import { defaultSettings, readSettings, SettingsCache, section } from '../../server/src/lsp/settings';

const never = 'ct-state/never-matches';
const exact = 'ct-state/exact-match';

interface Schema {
  readonly type?: string;
  readonly default?: unknown;
  readonly scope?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, Schema>> } };
};
const { properties } = manifest.contributes.configuration;

/** Settings with their names as the editor shows them: `format.order`. Rules are one setting. */
function flat(settings: object): [string, unknown][] {
  return Object.entries(settings).flatMap(([name, value]): [string, unknown][] =>
    typeof value === 'object' && name !== 'rules'
      ? flat(value).map(([inner, each]) => [`${name}.${inner}`, each])
      : [[name, value]],
  );
}

describe('package.json', () => {
  test.each(flat(defaultSettings))('has the setting %s with the default the server has', (name, value) => {
    expect(properties).toHaveProperty([`${section}.${name}`]);
    expect(properties[`${section}.${name}`]?.default).toEqual(value);
  });

  test('has settings of the one section only, each described', () => {
    for (const [name, schema] of Object.entries(properties)) {
      expect(name.startsWith(`${section}.`)).toBe(true);
      expect(schema.description ?? schema.markdownDescription ?? '').toMatch(/\S/);
      expect(schema).toHaveProperty('default');
    }
  });

  test.each(['rules', 'openflowVersion', 'inlayHints.names', 'links', 'codeLens'])(
    'lets %s differ from folder to folder',
    (name) => {
      expect(properties[`${section}.${name}`]?.scope).toBe('resource');
    },
  );

  test('offers any version of OpenFlow, and each, with a description', () => {
    const version = properties[`${section}.openflowVersion`];
    expect(version?.type).toBe('string');
    expect(version?.enum).toEqual(['any', ...openflowVersions]);
    expect(version?.enumDescriptions).toHaveLength(1 + openflowVersions.length);
  });

  const rules = properties[`${section}.rules`]?.properties ?? {};

  test.each(catalogue.map((rule) => [rule.code, rule] as const))(
    'lists %s with its severity and what it finds',
    (code, { severity, offByDefault }) => {
      const schema = rules[code];
      expect(schema).toBeDefined();
      expect(schema?.default).toBe(offByDefault ? 'off' : severity);
      expect(schema?.enum).toEqual(['off', 'hint', 'information', 'warning', 'error']);
      expect(schema?.description ?? schema?.markdownDescription ?? '').toMatch(/\S/);
    },
  );

  test('lists no rule that does not exist', () => {
    const codes: readonly string[] = catalogue.map(({ code }) => code);
    expect(Object.keys(rules).filter((code) => !codes.includes(code))).toEqual([]);
  });
});

describe('what an editor sent is read leniently', () => {
  test.each<[unknown]>([
    [undefined],
    [null],
    [5],
    ['text'],
    [[]],
    [{}],
    [{ rules: null }],
    [{ rules: 'off' }],
    [{ rules: [never] }],
    [{ rules: { [never]: 'fatal' } }],
    [{ rules: { [never]: 1 } }],
    [{ rules: { [never]: null } }],
    [{ rules: { 'no/such': 'error' } }],
    [{ rules: { toString: 'off', constructor: 'error' } }],
    [JSON.parse('{"rules":{"__proto__":"off"}}')],
    [{ openflowVersion: 'any' }],
    [{ openflowVersion: null }],
    [{ openflowVersion: 1.3 }],
    [{ openflowVersion: '1.6' }],
    [{ openflowVersion: '1' }],
    [{ openflowVersion: 'OpenFlow13' }],
    [{ openflowVersion: ['1.3'] }],
    [{ openflowVersion: '' }],
    [{ codeLens: true }],
    [{ codeLens: null }],
    [{ codeLens: 'false' }],
    [{ inlayHints: true }],
    [{ inlayHints: { connectionState: 1, protocols: 'yes', names: null } }],
    [{ links: 'elsewhere' }],
    [{ links: null }],
    [{ format: null }],
    [{ format: 'printed' }],
    [{ format: { alignColumns: 1, spaceAfterComma: 'yes', order: 'none' } }],
  ])('%j is the defaults', (given) => {
    expect(readSettings(given)).toEqual(defaultSettings);
  });

  test('what is good is kept beside what is not', () => {
    expect(
      readSettings({ rules: { [never]: 'off', [exact]: 'shout', 'no/such': 'error' }, more: true }),
    ).toEqual({ ...defaultSettings, rules: { [never]: 'off' } });
  });

  test.each(['off', 'hint', 'information', 'warning', 'error'])('%s is a severity', (severity) => {
    expect(readSettings({ rules: { [never]: severity } })).toEqual({
      ...defaultSettings,
      rules: { [never]: severity },
    });
  });
});

test('each kind of inlay hint is wanted by itself', () => {
  expect(readSettings({ inlayHints: { names: true } })).toEqual({
    ...defaultSettings,
    inlayHints: { connectionState: false, protocols: false, names: true },
  });
});

test.each(['off', 'comments', 'everywhere'])('links can be %s', (links) => {
  expect(readSettings({ links })).toEqual({ ...defaultSettings, links });
});

test('the formatter has a style', () => {
  const format = { alignColumns: true, spaceAfterComma: true, order: 'written' };
  expect(readSettings({ format })).toEqual({ ...defaultSettings, format });
});

test('lenses can be switched off', () => {
  expect(readSettings({ codeLens: false })).toEqual({ ...defaultSettings, codeLens: false });
});

describe('the version of OpenFlow', () => {
  test.each(openflowVersions)('%s is one', (openflowVersion) => {
    expect(readSettings({ openflowVersion })).toEqual({ ...defaultSettings, openflowVersion });
  });

  test('and the rules are read each by themselves', () => {
    expect(readSettings({ rules: { [never]: 'off' }, openflowVersion: '1.6' })).toEqual({
      ...defaultSettings,
      rules: { [never]: 'off' },
    });
    expect(readSettings({ rules: 'off', openflowVersion: '1.4' })).toEqual({
      ...defaultSettings,
      openflowVersion: '1.4',
    });
  });
});

/** A connection that answers what the test tells it to, and keeps what it was asked and told. */
function fakeConnection(answer: (scopeUri: string) => unknown) {
  const asked: unknown[] = [];
  const warnings: string[] = [];
  const connection = {
    workspace: {
      getConfiguration: async (item: { scopeUri: string }) => {
        asked.push(item);
        return answer(item.scopeUri);
      },
    },
    console: { warn: (message: string) => warnings.push(message) },
  } as unknown as Connection;
  return { connection, asked, warnings };
}

describe('the cache', () => {
  test('asks for a document once, until settings change', async () => {
    let severity = 'error';
    const { connection, asked } = fakeConnection(() => ({ rules: { [never]: severity } }));
    const cache = new SettingsCache(connection);
    cache.start(true, undefined);
    const [first, second] = await Promise.all([cache.of('a'), cache.of('a')]);
    expect(first).toEqual({ ...defaultSettings, rules: { [never]: 'error' } });
    expect(second).toEqual(first);
    expect(asked).toEqual([{ scopeUri: 'a', section: 'ovsFlows' }]);
    severity = 'off';
    expect(await cache.of('a')).toEqual(first);
    cache.changed(undefined);
    expect(await cache.of('a')).toEqual({ ...defaultSettings, rules: { [never]: 'off' } });
    expect(asked).toHaveLength(2);
  });

  test('keeps documents apart, and forgets those that are closed', async () => {
    const { connection, asked } = fakeConnection((uri) => ({ rules: uri === 'a' ? { [never]: 'off' } : {} }));
    const cache = new SettingsCache(connection);
    cache.start(true, undefined);
    expect(await cache.of('a')).toEqual({ ...defaultSettings, rules: { [never]: 'off' } });
    expect(await cache.of('b')).toEqual({ ...defaultSettings, rules: {} });
    cache.closed('a');
    await cache.of('a');
    await cache.of('b');
    expect(asked).toHaveLength(3);
  });

  test('never asks an editor that cannot answer, and takes what it sends', async () => {
    const { connection, asked } = fakeConnection(() => {
      throw new Error('must not be asked');
    });
    const cache = new SettingsCache(connection);
    cache.start(false, { ovsFlows: { rules: { [never]: 'error' } } });
    expect(await cache.of('a')).toEqual({ ...defaultSettings, rules: { [never]: 'error' } });
    cache.changed({ rules: { [never]: 'hint' } });
    expect(await cache.of('a')).toEqual({ ...defaultSettings, rules: { [never]: 'hint' } });
    cache.changed({ ovsFlows: {} });
    expect(await cache.of('a')).toEqual({ ...defaultSettings, rules: {} });
    expect(asked).toEqual([]);
  });

  test('takes the version of OpenFlow from whoever decides, and forgets it when settings change', async () => {
    let openflowVersion = '1.0';
    const { connection } = fakeConnection(() => ({ openflowVersion }));
    const asking = new SettingsCache(connection);
    asking.start(true, { openflowVersion: '1.5' });
    expect(await asking.of('a')).toEqual({ ...defaultSettings, openflowVersion: '1.0' });
    openflowVersion = '1.3';
    asking.changed(undefined);
    expect(await asking.of('a')).toEqual({ ...defaultSettings, openflowVersion: '1.3' });

    const sent = new SettingsCache(connection);
    sent.start(false, { ovsFlows: { openflowVersion: '1.5' } });
    expect(await sent.of('a')).toEqual({ ...defaultSettings, openflowVersion: '1.5' });
    sent.changed({ openflowVersion: '1.1' });
    expect(await sent.of('a')).toEqual({ ...defaultSettings, openflowVersion: '1.1' });
  });

  test('falls back on what was sent where asking fails, and says so in the log', async () => {
    const { connection, warnings } = fakeConnection(() => {
      throw new Error('not today');
    });
    const cache = new SettingsCache(connection);
    cache.start(true, { rules: { [never]: 'hint' } });
    expect(await cache.of('a')).toEqual({ ...defaultSettings, rules: { [never]: 'hint' } });
    expect(warnings).toEqual([expect.stringContaining('not today')]);
  });

  test('has the defaults before it was started', async () => {
    expect(await new SettingsCache(fakeConnection(() => ({})).connection).of('a')).toEqual(defaultSettings);
  });
});
