/** A file of flows, groups and meters as a switch is sent it. */

/** A line that is sent. */
export interface Message {
  /** From 0. */
  readonly line: number;
  readonly kind: 'flow' | 'group' | 'meter';
  /** Without the word that bundle files put in front. */
  readonly text: string;
}

/** The lines of the file that are sent, in order. */
export function messagesIn(text: string): Message[] {
  return text.split('\n').flatMap((each, line) => {
    const sent = each.replace(/#.*/, '').trim();
    return sent === '' ? [] : [{ line, kind: kindOf(sent), text: sent.replace(/^(?:flow|group) +/, '') }];
  });
}

function kindOf(sent: string): Message['kind'] {
  if (/^(?:group +)?(?:\w+ +)?group_id=/.test(sent)) {
    return 'group';
  }
  return /^meter=/.test(sent) ? 'meter' : 'flow';
}

/** The flow with a cookie in place of its own, which only a flow that is removed keeps: there it says which. */
export function withCookie(flow: string, cookie: number): string {
  const [, command = '', rest = ''] = /^((?:add|modify|modify_strict) +)?(.*)$/.exec(flow) ?? [];
  if (/^delete/.test(rest)) {
    return flow;
  }
  const actions = rest.indexOf('actions=');
  const match = rest.slice(0, actions).replace(/(^|[, ])cookie=[^, ]*[, ]*/, '$1');
  return `${command}cookie=${cookie},${match}${rest.slice(actions)}`;
}
