/** What an outline calls flows, groups and meters: cut from the text of their lines, which are not parsed again. */
import { flowKeys } from '../facts/flow-keys';
import { defaultPriority } from '../flow/keys';
import type { FlowFacts } from '../model/flow-facts';
import type { Span } from '../syntax/span';

/** Longer labels are of no use: an outline is narrow. */
const longestLabel = 80;
/** Of a longer match only so much is looked at. */
const longestLook = 2000;

/** Keys that are no match: an outline has no room for them. */
const keys = new RegExp(
  `(^|[,\\s])(?:${flowKeys.map(({ name }) => name).join('|')})(?:[=:][^,\\s]*)?(?=[,\\s]|$)`,
  'g',
);

/** The priority and the match of a flow, `100 ct_state=+trk+new, tcp`; its command in front, unless it is added. */
export function labelOfFlow(text: string, { command, priority, span, actions }: FlowFacts): string {
  const end = Math.min(span.end, span.start + longestLook);
  // Without a match the span may reach to the word `actions`.
  const isAll = actions !== undefined && span.end === actions.start - 1;
  const written = isAll ? '' : text.slice(span.start, end).replace(keys, '$1');
  const match = written
    .replace(/^\s*(?:(?:flow|add|modify|modify_strict|delete|delete_strict)(?=\s|$)\s*)*/, '')
    .split(/[,\s]+/)
    .filter((part) => part !== '')
    .join(', ');
  const isStrict = command !== 'delete' && command !== 'modify';
  const words = [
    command === 'add' ? '' : command.replace('_', ' '),
    isStrict ? String(priority ?? defaultPriority) : '',
    match || (isStrict ? 'any packet' : 'all flows'),
  ];
  return cut(words.filter((word) => word !== '').join(' '));
}

/** The actions of a flow, shortened. */
export function actionsOf(text: string, { actions }: FlowFacts): string {
  return actions ? stretch(text, actions) : '';
}

/** What follows the number of a group or meter, shortened. */
export function textBehind(text: string, offset: number): string {
  return stretch(text, { start: offset, end: text.length })
    .replace(/^[,\s]+/, '')
    .replace(/\s*#.*$/, '');
}

function stretch(text: string, { start, end }: Span): string {
  return cut(text.slice(start, Math.min(end, start + longestLabel + 2)));
}

function cut(text: string): string {
  if (text.length <= longestLabel) {
    return text;
  }
  // A cut in the middle of a surrogate pair would leave half a character.
  return `${text.slice(0, longestLabel).replace(/[\ud800-\udbff]$/, '')}…`;
}
