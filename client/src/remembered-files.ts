import type { Memento, Uri } from 'vscode';

/** Files about which the user was asked something: the last few hundred of this workspace. */
export class RememberedFiles {
  static readonly #limit = 200;
  readonly #memento: Memento;
  readonly #key: string;

  /** @param key tells apart what was asked */
  constructor(memento: Memento, key: string) {
    this.#memento = memento;
    this.#key = key;
  }

  has(uri: Uri): boolean {
    return this.#list().includes(uri.toString());
  }

  async add(uri: Uri): Promise<void> {
    // The name of an untitled file is given to the next one.
    if (uri.scheme !== 'untitled') {
      const list = [...this.#list(), uri.toString()].slice(-RememberedFiles.#limit);
      await this.#memento.update(this.#key, list);
    }
  }

  #list(): string[] {
    return this.#memento.get<string[]>(this.#key, []);
  }
}
