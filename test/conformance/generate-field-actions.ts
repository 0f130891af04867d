/** Random actions that write fields: the value, or the source, has to suit the field. */
import { matchFields } from '../../server/src/core/facts/match-fields';
import { anyField, fieldValue, neededBy, number, subfieldOf, writableField } from './generate-match';
import type { Writer } from './generate-writers';

const options = matchFields.filter(({ name }) => name.startsWith('tun_metadata'));

export const actionsOnFields: Readonly<Record<string, Writer>> = {
  set_field: ({ chance, needs }) => {
    const field = writableField(chance);
    needs.push(...neededBy(field, chance));
    const name = field.aliases.length > 0 && chance.percent(40) ? chance.pick(field.aliases) : field.name;
    const value = fieldValue(field, chance);
    return chance.percent(90) ? `set_field:${value}->${name}` : `set_field(${value}->${name})`;
  },
  load: ({ chance, needs }) => {
    const field = writableField(chance);
    needs.push(...neededBy(field, chance));
    const { text, width } = subfieldOf(field, chance);
    return `load:${number(chance, chance.bits(Math.min(width, 64)))}->${text}`;
  },
  move: ({ chance, needs }) => {
    const [from, to] = [anyField(chance), writableField(chance)];
    needs.push(...neededBy(from, chance), ...neededBy(to, chance));
    const width = chance.between(1, Math.min(from.bits, to.bits));
    return `move:${subfieldOf(from, chance, width).text}->${subfieldOf(to, chance, width).text}`;
  },
  push: ({ chance, needs }) => {
    const field = anyField(chance);
    needs.push(...neededBy(field, chance));
    return `push:${subfieldOf(field, chance).text}`;
  },
  pop: ({ chance, needs }) => {
    const field = writableField(chance);
    needs.push(...neededBy(field, chance));
    return `pop:${subfieldOf(field, chance).text}`;
  },
  delete_field: ({ chance }) => `delete_field:${chance.pick(options).name}`,
};
