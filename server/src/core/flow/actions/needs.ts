/** Actions that make sense for some packets only. Source: lib/ofp-actions.c, the check_ functions. */
import { formatsOf } from '../../facts/flow-formats';
import { type PrerequisiteName, prerequisites } from '../../facts/prerequisites';
import type { Span } from '../../syntax/span';
import type { Match } from '../match';
import type { CheckedFlow } from './action';

/** What `ovs-ofctl` says when a check fails. */
export function invalidWithMatch(error: string): string {
  return `actions are invalid with specified match (${error})`;
}

/** The match lacks what an action needs, and Open vSwitch takes the flow in no version. */
export function rejectWithoutMatch(
  { problems }: CheckedFlow,
  span: Span,
  name: string,
  needs: PrerequisiteName,
): void {
  problems.reject(
    'action/needs-match',
    span,
    invalidWithMatch('OFPBAC_MATCH_INCONSISTENT'),
    `${name} is there only in some packets: the match needs ${prerequisites[needs].text}.`,
    { needs },
  );
}

/**
 * The match lacks what an action needs, and Open vSwitch takes the flow in OpenFlow 1.0 only. `needs` is
 * undefined where several protocols would do; `text` says what to match then.
 */
export function noteWithoutMatch(
  flow: CheckedFlow,
  span: Span,
  name: string,
  needs: PrerequisiteName | undefined,
  text = needs && prerequisites[needs].text,
): void {
  flow.formats &= formatsOf('1.0');
  flow.problems.note(
    'action/needs-match-later',
    span,
    `Only OpenFlow 1.0 can carry ${name} with this match. For later versions, match ${text}.`,
    needs ? { needs } : {},
  );
}

const tagPresent = 0x1000n;
const innerTag = 'inner_vlan_tci';

/** Whether the packet has a VLAN tag at this point of the list. */
export function hasVlanTag(match: Match): boolean {
  return (match.value('vlan_tci') & tagPresent) !== 0n;
}

/** The packet has a tag from here on. */
export function markVlanTag(match: Match): void {
  match.setSlot('vlan_tci', match.value('vlan_tci') | tagPresent, match.mask('vlan_tci'));
}

/** Puts a tag in front of the others; false when there are two already. Source: flow_push_vlan_uninit. */
export function pushVlanTag(match: Match): boolean {
  if ((match.value(innerTag) & tagPresent) !== 0n) {
    return false;
  }
  match.setSlot(innerTag, match.value('vlan_tci'), 0n);
  match.setSlot('vlan_tci', tagPresent, 0xffffn);
  return true;
}

/** Takes the first tag away, if there is one. Source: flow_pop_vlan. */
export function popVlanTag(match: Match): void {
  if (!hasVlanTag(match)) {
    return;
  }
  const inner = match.value(innerTag);
  match.setSlot('vlan_tci', (inner & tagPresent) === 0n ? 0n : inner, 0xffffn);
  match.setSlot(innerTag, 0n, 0n);
}
