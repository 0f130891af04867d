/** Random scripts: what editors do with the server, and what no good editor does. */
import type { Chance } from '../conformance/chance';
import { someChanges, someText } from './documents';
import type { Seeds } from './seeds';
import { type About, someNotification, someRequest } from './server-requests';
import { addressOf, expanded, type ServerStep, type Text } from './server-session';
import { type Change, TextModel } from './text-model';

/** Settings as people have them, and as they never should be. */
const someSettings: readonly unknown[] = [
  {},
  {},
  { rules: { 'file/shadowed': 'error', 'ct-state/never-matches': 'off' } },
  { rules: { 'file/shadowed': 5, __proto__: null }, openflowVersion: '1.3' },
  { inlayHints: { connectionState: true, protocols: true, names: true }, links: 'everywhere' },
  { format: { alignColumns: true, spaceAfterComma: true, order: 'written' }, codeLens: false },
  { openflowVersion: '1.0' },
  { openflowVersion: 'any', links: 'off' },
  ...[null, 5, [], 'x', { rules: null, format: [], inlayHints: 7 }],
];

/** Texts that nobody writes: one very long line of each kind, bytes that are no text, many lines that are the same. */
function monster(chance: Chance): Text {
  const times = chance.pick([100, 5_000, 60_000]);
  const long = (repeat: string, behind = '') => ({ repeat, times: Math.ceil(times / repeat.length), behind });
  return chance.weighted<() => Text>([
    [
      2,
      () =>
        long(chance.pick(['a', '0', ',', ' ', '(', 'ct(', '|', '`', '\0', '#', 'é', '\ud800', '->', '"'])),
    ],
    [
      2,
      () =>
        long(chance.pick(['+trk', 'ct_state=+trk,', 'reg0=1,', 'resubmit(,1),', 'load:1->NXM_NX_REG0[],'])),
    ],
    [1, () => long(chance.pick(['learn(', 'clone(', 'ct(commit,exec(']), 'actions=')],
    [1, () => ({ repeat: `${'x'.repeat(1024)}`, times: 1024 })],
    [1, () => ({ repeat: 'priority=1,ip,nw_src=10.0.0.1,', times: 1 << 15, behind: 'actions=drop' })],
    [2, () => binary(chance)],
    [1, () => ({ repeat: chance.pick(['\n', '\r', '\r\n', '\n\r', ' \n', '#\n']), times })],
    [1, () => ({ repeat: 'table=0,priority=1,ip,actions=resubmit(,1)\n', times: Math.ceil(times / 20) })],
  ])();
}

function binary(chance: Chance): string {
  const length = chance.pick([10, 300, 8192]);
  return Array.from({ length }, () => String.fromCharCode(chance.below(256))).join('');
}

/** A script, and the documents as they are while it is written. */
class Writer {
  readonly steps: ServerStep[] = [];
  readonly #models = new Map<number, TextModel>();

  constructor(
    readonly chance: Chance,
    readonly seeds: Seeds,
  ) {}

  open(): void {
    const { chance } = this;
    const doc = chance.below(4);
    const text = chance.percent(6) ? monster(chance) : someText(chance, this.seeds, chance.between(0, 40));
    this.#models.set(doc, new TextModel(expanded(text)));
    this.steps.push({ open: doc, text });
  }

  close(): void {
    const doc = this.chance.below(4);
    this.#models.delete(doc);
    this.steps.push({ close: doc });
  }

  change(): void {
    const [doc, model] = this.#someDocument();
    const changes: (Change | { readonly text: string })[] = this.chance.percent(4)
      ? [{ text: someText(this.chance, this.seeds, this.chance.between(0, 10)) }]
      : someChanges(this.chance, model, this.seeds);
    for (const change of changes) {
      if ('range' in change) {
        model.replace(change);
      } else {
        model.text = change.text;
      }
    }
    this.steps.push({ change: doc, changes });
  }

  ask(): void {
    const about = this.#about();
    const request = someRequest(about, this.chance);
    const cancel = this.chance.weighted([
      [80, {}],
      [12, { cancel: 'at once' as const }],
      [8, { cancel: 'later' as const }],
    ]);
    this.steps.push({ ask: about.doc, ...request, ...cancel });
  }

  tell(): void {
    const { method, params } = someNotification(this.#about(), this.chance);
    this.steps.push({ tell: method, params });
  }

  compare(): void {
    this.steps.push({ compare: this.#someDocument()[0] });
  }

  #about(): About & { readonly doc: number } {
    const [doc, model] = this.#someDocument();
    return { doc, uri: addressOf(doc), model };
  }

  /** One that is open, mostly. */
  #someDocument(): [doc: number, model: TextModel] {
    const open = [...this.#models];
    return open.length > 0 && this.chance.percent(97)
      ? this.chance.pick(open)
      : [this.chance.below(5), this.#models.get(9) ?? new TextModel('x')];
  }
}

export function someScript(chance: Chance, seeds: Seeds): ServerStep[] {
  const writer = new Writer(chance, seeds);
  writer.open();
  for (let number = chance.between(5, 120); number > 0; number--) {
    chance.weighted<() => void>([
      [52, () => writer.ask()],
      [30, () => writer.change()],
      [5, () => writer.open()],
      [3, () => writer.close()],
      [3, () => writer.compare()],
      [2, () => writer.tell()],
      [3, () => writer.steps.push({ settings: chance.pick(someSettings), delay: chance.pick([0, 0, 3]) })],
      [1, () => writer.steps.push({ wait: true })],
      [chance.percent(10) ? 1 : 0, () => writer.steps.push({ many: chance.pick([20, 300, 2000]) })],
    ])();
  }
  writer.compare();
  return writer.steps;
}
