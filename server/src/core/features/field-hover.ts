import type { MatchField } from '../facts/match-fields';
import { paragraphs } from './markdown';

/** A match field, for people: what it matches, how wide it is, what it needs, who may write it. */
export function describeField(field: MatchField): string {
  const facts = [
    `${field.bits} bits`,
    field.maskable ? 'maskable' : 'no mask',
    field.writable ? `written ${field.writable}` : 'read-only',
    `since Open vSwitch ${field.since}`,
    `\`${field.oxmName}\``,
  ];
  return paragraphs(
    `**${field.name}**: ${field.title.charAt(0).toLowerCase()}${field.title.slice(1)}`,
    field.meaning,
    field.prerequisite && `Needs ${field.prerequisite}.`,
    `Example: \`${field.example}\``,
    facts.join(' · '),
  );
}
