// A document open in the server, as an editor has it: what it says is checked, for a server that answers wrongly is not
// worth measuring.
import { BenchClient, notification, WrongAnswer } from './client.mjs';

/** @typedef {import('./generate.mjs').GeneratedFile} GeneratedFile */

/** @typedef {{ line: number, character: number }} Position */

/** @typedef {{ range: { start: Position, end: Position }, text: string }} Change */

/** @typedef {{ range: { start: Position, end: Position }, severity: number, code: string, message: string }} Diagnostic */

/** The server shows no more findings of a file, errors first; with them may come one that counts the rest. */
const mostShown = 999;

/** Milliseconds in which a server that has more to say would say it. */
const aWhile = 500;

const uri = 'file:///bench/generated.flows';
const textDocument = { uri };

export class Session {
  #version = 1;
  /** @type {string | undefined} */
  #resultId;
  /** What was reported last. @type {readonly Diagnostic[]} */
  reported = [];
  /** Whether the rules about the file are on. */
  #wholeFile;

  /**
   * @param {BenchClient} client
   * @param {GeneratedFile} file
   * @param {boolean} wholeFile
   */
  constructor(client, file, wholeFile) {
    this.client = client;
    this.file = file;
    this.#wholeFile = wholeFile;
    /** The lines of the document as the editor has them. */
    this.lines = file.text.split('\n');
  }

  /**
   * Starts a server, opens the file, and waits for all diagnostics.
   * @param {GeneratedFile} file
   * @param {string} bundle
   * @param {Record<string, unknown>} [rulesOff] the settings of rules, where those about the file are off
   * @returns {Promise<{ session: Session, milliseconds: number }>} the time from the first byte to the parsed report
   */
  static async open(file, bundle, rulesOff) {
    const client = new BenchClient(bundle, { rules: rulesOff ?? {} });
    await client.initialize();
    const session = new Session(client, file, rulesOff === undefined);
    const item = { uri, languageId: 'ovs-flows', version: 1, text: file.text };
    const opening = notification('textDocument/didOpen', { textDocument: item });
    const milliseconds = await session.report(opening);
    session.#checkFaults();
    return { session, milliseconds };
  }

  /**
   * Asks for diagnostics.
   * @param {Buffer} [before] what is sent before, in the same moment
   * @returns {Promise<number>} milliseconds until they were there
   */
  async report(before) {
    const [answer] = await Promise.all(this.client.requestAll([this.#reportRequest()], before));
    return this.#take(answer);
  }

  /**
   * Changes the document, and asks for diagnostics.
   * @param {readonly Change[]} changes each on the text that the one before left
   * @returns {Promise<number>} milliseconds until they were there
   */
  edit(changes) {
    return this.report(this.#change(changes));
  }

  /**
   * Changes the document, asks for diagnostics, and, while that is under way, for something else.
   * @param {readonly Change[]} changes
   * @param {string} method
   * @param {object} params besides the document
   * @returns {Promise<{ result: any, milliseconds: number }>} the answer to the other request
   */
  async askAfterEdit(changes, method, params) {
    const [report, answer] = await Promise.all(
      this.client.requestAll(
        [this.#reportRequest(), [method, { textDocument, ...params }]],
        this.#change(changes),
      ),
    );
    this.#take(report);
    return answer;
  }

  /**
   * @param {string} method
   * @param {object} [params] besides the document
   */
  ask(method, params = {}) {
    return this.client.request(method, { textDocument, ...params });
  }

  /**
   * Whether there is an error on a line. Where there are more errors than are shown, this cannot be known.
   * @param {number} line
   */
  mustHaveError(line) {
    const errors = this.reported.filter(({ severity }) => severity === 1);
    if (errors.length < mostShown && !errors.some(({ range }) => range.start.line === line)) {
      throw new WrongAnswer(`Line ${line + 1} is broken, and has no error: ${this.lines[line]}`);
    }
  }

  /**
   * The reports must have been complete: asked again after a while, with nothing changed, the server has nothing new to
   * say, and it has not asked the editor to come again.
   */
  async mustHaveBeenAll() {
    await new Promise((resolve) => setTimeout(resolve, aWhile));
    const before = this.reported;
    await this.report();
    if (this.reported !== before && JSON.stringify(this.reported) !== JSON.stringify(before)) {
      throw new WrongAnswer('The report changed by itself: the first was not complete.');
    }
    if (this.client.refreshes > 0) {
      throw new WrongAnswer('The server wants to be asked again: its reports were not complete.');
    }
  }

  /**
   * What only the whole file shows must be in the report, and be gone from it as soon as the line is a comment; where it was
   * switched off it must not be there at all.
   */
  async mustKnowTheFile() {
    if (this.file.faultyLines.length > 0 || this.reported.length >= mostShown) {
      return;
    }
    for (const { line, code } of this.file.fileFindings) {
      this.#mustHave(code, this.#wholeFile);
      if (this.#wholeFile) {
        const start = { line, character: 0 };
        await this.edit([{ range: { start, end: start }, text: '#' }]);
        this.#mustHave(code, false);
        const end = { line, character: 1 };
        await this.edit([{ range: { start, end }, text: '' }]);
        this.#mustHave(code, true);
      }
    }
  }

  /**
   * @param {string} wanted
   * @param {boolean} isWanted
   */
  #mustHave(wanted, isWanted) {
    if (this.reported.some(({ code }) => code === wanted) !== isWanted) {
      throw new WrongAnswer(`The report ${isWanted ? 'lacks' : 'has'} ${wanted}.`);
    }
  }

  /** @returns {[string, unknown]} */
  #reportRequest() {
    const previous = this.#resultId === undefined ? {} : { previousResultId: this.#resultId };
    return ['textDocument/diagnostic', { textDocument, identifier: 'ovs-flows', ...previous }];
  }

  /** @param {import('./client.mjs').Timed<any>} timed */
  #take({ result, milliseconds }) {
    if (result?.kind === 'full' && Array.isArray(result.items)) {
      this.reported = result.items;
    } else if (result?.kind !== 'unchanged' || this.#resultId === undefined) {
      throw new WrongAnswer(`This is no report of diagnostics: ${JSON.stringify(result).slice(0, 200)}`);
    }
    this.#resultId = result.resultId;
    return milliseconds;
  }

  /**
   * @param {readonly Change[]} changes
   * @returns {Buffer}
   */
  #change(changes) {
    for (const { range, text } of changes) {
      this.#apply(range.start, range.end, text);
    }
    const version = ++this.#version;
    return notification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: changes,
    });
  }

  /**
   * @param {Position} start
   * @param {Position} end
   * @param {string} text
   */
  #apply(start, end, text) {
    const before = this.lines[start.line]?.slice(0, start.character) ?? '';
    const after = this.lines[end.line]?.slice(end.character) ?? '';
    const changed = `${before}${text}${after}`;
    if (start.line === end.line && !text.includes('\n')) {
      this.lines[start.line] = changed;
    } else {
      this.lines.splice(start.line, end.line - start.line + 1, ...changed.split('\n'));
    }
  }

  /** Every faulty line must be reported, errors as errors, and no other line may have an error. */
  #checkFaults() {
    const { faultyLines } = this.file;
    const faulty = new Map(faultyLines.map((fault) => [fault.line, fault]));
    const shown = new Set(this.reported.map(({ range }) => range.start.line));
    const errors = this.reported.filter(({ severity }) => severity === 1);
    const isCut = this.reported.length >= mostShown;
    const strange = errors.filter(({ range }) => !faulty.has(range.start.line));
    if (strange.length > (isCut ? 1 : 0)) {
      const [{ range, message } = { range: { start: { line: 0 } }, message: '' }] = strange;
      throw new WrongAnswer(`Line ${range.start.line + 1} is right, and has an error: ${message}`);
    }
    const silent = faultyLines.filter(({ line, isError }) => !shown.has(line) && (isError || !isCut));
    const unseen = silent[0];
    if (unseen && errors.length < mostShown - 1) {
      throw new WrongAnswer(
        `Nothing is said of line ${unseen.line + 1}, which has a mistake: ${unseen.name}.`,
      );
    }
  }
}
