/**
 * The Markdown that the server writes, read into blocks: headings, paragraphs, lists, code. The view makes elements of
 * them one by one, so that nothing of a text is ever taken for HTML. What it does not know stays text.
 */

export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly target: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  /** `depth` counts from 0; `marker` is the number with its point, or a bullet. */
  | {
      readonly kind: 'item';
      readonly depth: number;
      readonly marker: string;
      readonly content: readonly Inline[];
    }
  | { readonly kind: 'code'; readonly text: string }
  /** The first row is the head. */
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] };

/** The blocks of a text. Linear in its length. */
export function readMarkdown(markdown: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let code: string[] | undefined;
  const endParagraph = () => {
    if (paragraph.length > 0) {
      blocks.push({ kind: 'paragraph', content: readInline(paragraph.join(' ')) });
      paragraph = [];
    }
  };
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    if (line.startsWith('```')) {
      endParagraph();
      if (code) {
        blocks.push({ kind: 'code', text: code.join('\n') });
      }
      code = code ? undefined : [];
    } else if (code) {
      code.push(line);
    } else if (/^\|.*\|\s*$/.test(line)) {
      endParagraph();
      addRow(blocks, line);
    } else {
      const block = readLine(line);
      if (block || line.trim() === '') {
        endParagraph();
      }
      if (block) {
        blocks.push(block);
      } else if (line.trim() !== '') {
        paragraph.push(line.trim());
      }
    }
  }
  endParagraph();
  if (code) {
    blocks.push({ kind: 'code', text: code.join('\n') });
  }
  return blocks;
}

/** A line of a table: a new one, or the next row of the last block. The line below the head is no row. */
function addRow(blocks: Block[], line: string): void {
  const cells = line.trim().slice(1, -1).split('|');
  const last = blocks.at(-1);
  if (last?.kind !== 'table') {
    blocks.push({ kind: 'table', rows: [cells.map((cell) => readInline(cell.trim()))] });
  } else if (!cells.every((cell) => /^\s*:?-+:?\s*$/.test(cell))) {
    blocks[blocks.length - 1] = {
      kind: 'table',
      rows: [...last.rows, cells.map((cell) => readInline(cell.trim()))],
    };
  }
}

/** A heading or an item of a list, which are a line each. */
function readLine(line: string): Block | undefined {
  const heading = /^(#{1,6}) (.*)$/.exec(line);
  if (heading) {
    return { kind: 'heading', level: heading[1]!.length, content: readInline(heading[2]!) };
  }
  const item = /^( *)([-*]|\d{1,9}\.) (.*)$/.exec(line);
  if (item) {
    const [, indent = '', marker = '', text = ''] = item;
    return {
      kind: 'item',
      depth: Math.min(Math.floor(indent.length / 2), 6),
      marker: /\d/.test(marker) ? marker : '•',
      content: readInline(text),
    };
  }
  return undefined;
}

const marks =
  /`+|\*\*((?:[^*`]|`[^*`]*`)+)\*\*|\*([^*`\s][^*`]*)\*|\[([^\][`]*)\]\(([^()\s`]*)\)|\\([!-/:-@[-`{-~])/g;

function readInline(text: string): Inline[] {
  const found: Inline[] = [];
  let end = 0;
  const add = (part: Inline) => {
    const last = found.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') {
      found[found.length - 1] = { kind: 'text', text: last.text + part.text };
    } else if (part.text !== '') {
      found.push(part);
    }
  };
  const closing = closingFences(text);
  marks.lastIndex = 0;
  for (let match = marks.exec(text); match; match = marks.exec(text)) {
    const [whole, strong, emphasis, label, target, escaped] = match;
    add({ kind: 'text', text: text.slice(end, match.index) });
    end = match.index + whole.length;
    if (whole.startsWith('`')) {
      const close = closing.get(match.index);
      if (close === undefined) {
        add({ kind: 'text', text: whole });
      } else {
        add({ kind: 'code', text: unpadded(text.slice(end, close)) });
        end = close + whole.length;
        marks.lastIndex = end;
      }
    } else if (strong !== undefined) {
      // There may be code between. The pattern is the same, so where it goes on is set anew.
      for (const part of readInline(strong)) {
        add(part.kind === 'text' ? { kind: 'strong', text: part.text } : part);
      }
      marks.lastIndex = end;
    } else if (emphasis !== undefined) {
      add({ kind: 'emphasis', text: emphasis });
    } else if (target !== undefined) {
      add({ kind: 'link', text: label || target, target });
    } else {
      add({ kind: 'text', text: escaped ?? '' });
    }
  }
  add({ kind: 'text', text: text.slice(end) });
  return found;
}

/** For each run of backticks where the next run of the same length starts. */
function closingFences(text: string): ReadonlyMap<number, number> {
  const closing = new Map<number, number>();
  const next = new Map<number, number>();
  for (const { 0: run, index } of [...text.matchAll(/`+/g)].reverse()) {
    const close = next.get(run.length);
    if (close !== undefined) {
      closing.set(index, close);
    }
    next.set(run.length, index);
  }
  return closing;
}

/** One space on either side is there only to keep backticks apart. */
function unpadded(code: string): string {
  return /^ .* $/s.test(code) && code.trim() !== '' ? code.slice(1, -1) : code;
}

/** Where a link leads, of what the view can follow: a line of the document, from 0, or the page of a rule. */
export function targetOf(link: string): { readonly line: number } | { readonly rule: string } | undefined {
  const line = /#L(\d{1,9})(?:[,:]\d+)?(?:-L?\d+)?$/.exec(link);
  if (line && Number(line[1]) > 0) {
    return { line: Number(line[1]) - 1 };
  }
  const rule = /^command:ovsFlows\.explainRule\?(.*)$/.exec(link);
  if (rule) {
    const code = /^\["([\w/-]+)"\]$/.exec(decoded(rule[1]!));
    return code ? { rule: code[1]! } : undefined;
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
