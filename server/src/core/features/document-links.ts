/**
 * Links to pages: of rules and manuals that comments name, and of the fields and actions of the flows where that is
 * wanted. Editors underline links at all times, so that names in flows are no links unless somebody asks for it.
 */
import { actionHelp } from '../facts/action-help';
import { actionPage, fieldsManual, manualMention, manualPage } from '../facts/manual-pages';
import { fieldOfAnyName } from '../facts/match-fields';
import { directivesIn } from '../model/directives';
import { nestedActions } from '../syntax/actions';
import { type FlowLine, parseFlowLine } from '../syntax/flow-line';
import { keyText } from '../syntax/items';
import type { Span } from '../syntax/span';
import { withoutBrackets } from '../syntax/subfield';

/** Where links are made. */
export const linkPlaces = ['off', 'comments', 'everywhere'] as const;
export type LinkPlace = (typeof linkPlaces)[number];

/** A stretch of a line that leads to a page. */
export interface DocumentLink extends Span {
  readonly line: number;
  /** The address of the page. */
  readonly target: string;
  readonly tooltip: string;
}

export interface LinkOptions {
  readonly places: LinkPlace;
  /** The address of a rule's page, where the editor can open one. */
  readonly linkTo: (code: string) => string | undefined;
}

/** An editor is asked for all links of a document at once: more help nobody. */
export const mostLinks = 10_000;

/** A line of a document; `raw` is the same with its line end, where that is cheaper to look at. */
interface Line {
  readonly text: string;
  readonly raw?: string;
}

/** Finds links, and keeps those of a line until the line changes: an edit elsewhere leaves its object as it is. */
export class DocumentLinks {
  #options: LinkOptions | undefined;
  #kept = new WeakMap<object, readonly Link[]>();

  /** The links of a document, top to bottom, at most `mostLinks`. Lines are parsed only where names in flows are links. */
  of(lines: readonly Line[], options: LinkOptions): DocumentLink[] {
    const links: DocumentLink[] = [];
    if (options.places === 'off') {
      return links;
    }
    if (options.places !== this.#options?.places || options.linkTo !== this.#options.linkTo) {
      this.#options = options;
      this.#kept = new WeakMap();
    }
    for (const [index, line] of lines.entries()) {
      for (const link of this.#linksIn(line, options)) {
        if (links.length === mostLinks) {
          return links;
        }
        links.push({ line: index, ...link });
      }
    }
    return links;
  }

  #linksIn(line: Line, options: LinkOptions): readonly Link[] {
    // In a large dump no line has a comment, and nothing has to be kept.
    if (options.places === 'comments' && !(line.raw ?? line.text).includes('#')) {
      return none;
    }
    let links = this.#kept.get(line);
    if (!links) {
      const { text } = line;
      links = [
        ...(options.places === 'everywhere' ? linksInFlow(parseFlowLine(text)) : []),
        ...linksInComment(text, options),
      ];
      this.#kept.set(line, links);
    }
    return links;
  }
}

const none: readonly Link[] = [];

type Link = Omit<DocumentLink, 'line'>;

function linksInComment(text: string, { linkTo }: LinkOptions): Link[] {
  const hash = text.indexOf('#');
  if (hash < 0) {
    return [];
  }
  const comment = text.slice(hash);
  const links: Link[] = [];
  for (const { 0: mention, index } of comment.matchAll(manualMention)) {
    const target = manualPage(mention);
    if (target !== undefined) {
      const start = hash + index;
      links.push({ start, end: start + mention.length, target, tooltip: `Open the manual ${mention}` });
    }
  }
  const codes = new Set(directivesIn(text).flatMap((directive) => directive.codes));
  for (const { 0: code, index } of codes.size === 0
    ? []
    : comment.matchAll(/(?<![\w/-])[a-z][a-z-]{0,40}\/[a-z-]+/g)) {
    const target = codes.has(code) ? linkTo(code) : undefined;
    if (target !== undefined) {
      const start = hash + index;
      links.push({ start, end: start + code.length, target, tooltip: `Open the page of ${code}` });
    }
  }
  return links.sort((one, other) => one.start - other.start);
}

function linksInFlow(line: FlowLine): Link[] {
  const links: Link[] = [];
  for (const item of line.kind === 'flow' || line.kind === 'packet-out' ? line.match : []) {
    links.push(...fieldLink(line.text, item.keyStart, item.keyEnd));
  }
  for (const { item, within } of nestedActions(line)) {
    const name = keyText(line.text, item);
    const help =
      within.length === 0 || within.every((outer) => holdsActions(keyText(line.text, outer)))
        ? actionHelp(name)
        : undefined;
    links.push(
      ...(help
        ? [
            {
              start: item.keyStart,
              end: item.keyEnd,
              target: actionPage(help.name),
              tooltip: `Open the manual at ${help.name}`,
            },
          ]
        : fieldLink(line.text, item.keyStart, item.keyEnd)),
    );
  }
  return links;
}

function holdsActions(name: string): boolean {
  return /^(?:ct|clone|exec|write_actions|apply_actions)$/i.test(name);
}

/** The name of a field, brackets left out. */
function fieldLink(text: string, start: number, end: number): Link[] {
  const name = withoutBrackets(text.slice(start, end));
  const field = fieldOfAnyName(name);
  return field
    ? [
        {
          start,
          end: start + name.length,
          target: fieldsManual,
          tooltip: `Open the manual of fields, which has ${field.name}`,
        },
      ]
    : [];
}
