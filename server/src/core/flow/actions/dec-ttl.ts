/** `dec_ttl`, with the controllers to tell. Source: lib/ofp-actions.c, parse_DEC_TTL and format_DEC_TTL. */
import { shortened } from '../../syntax/excerpt';
import type { Action, ActionContext, Argument } from './action';
import { replacing } from './arguments';
import { needsIp } from './header-actions';

export function parseDecrementTtl(argument: Argument, { problems }: ActionContext): Action | undefined {
  const { text, span, nameSpan, whole, keyword } = argument;
  const ids: number[] = [];
  for (const found of text.matchAll(/[^, ]+/g)) {
    const written = found[0];
    const id = leadingDecimal(written);
    const start = span.start + found.index;
    const place = { start, end: start + written.length };
    if (String(id) !== written.replace(/^0+(?=[0-9])/, '')) {
      problems.note(
        /^[-+]?[0-9]+$/.test(written) ? 'action/value-wraps' : 'action/number-misread',
        place,
        `Open vSwitch reads ${shortened(written)} as the number of a controller, and takes ${id} without a word.`,
        { fixes: () => [replacing(place, String(id), `Write ${id}, what Open vSwitch takes`, false)] },
      );
    }
    ids.push(id);
  }
  if (text !== '' && ids.length === 0) {
    return problems.reject(
      'action/missing-argument',
      span,
      'dec_ttl_cnt_ids: expected at least one controller id.',
      `No controller is named here. Write dec_ttl alone, or numbers of controllers such as dec_ttl(1,2).`,
    );
  }
  return {
    name: 'dec_ttl',
    span: whole,
    check: (flow) => needsIp(flow, { nameSpan, keyword }),
    print: () => (text === '' ? 'dec_ttl' : `dec_ttl(${ids.join(',')})`),
  };
}

/** As C's atoi reads it, and 16 bits of that: 0 where there are no digits. */
function leadingDecimal(text: string): number {
  const found = /^\s*([-+]?)0*([0-9]{0,20})/.exec(text)!;
  const [least, most] = [-(1n << 63n), (1n << 63n) - 1n];
  const value = BigInt(found[2]!) * (found[1] === '-' ? -1n : 1n);
  return Number(BigInt.asUintN(16, value < least ? least : value > most ? most : value));
}
