import type { FileFinding, FileRule, FileRuleInput } from '../file-rule';
import { type UndefinedName, undefinedNames } from '../undefined-names';

/** An action names a group that the file does not define, though it defines others; or defines too late. */
export const unknownGroup: FileRule = {
  code: 'file/unknown-group',
  severity: 'warning',
  title: 'The group is not defined in this file',
  *check(input) {
    for (const name of undefinedNames(input, 'group')) {
      yield name.addedOn === undefined ? notDefined(name, input) : definedLate(name, name.addedOn, input);
    }
  },
};

function notDefined({ line, mention, defined }: UndefinedName, { file }: FileRuleInput): FileFinding {
  const others = defined === 1 ? 'another group' : `${defined} other groups`;
  const does = file.lines[line]!.flow
    ? 'A switch that does not have the group refuses the flow (OFPBAC_BAD_OUT_GROUP)'
    : 'A switch that does not have the group sends no packets there';
  return {
    line,
    span: mention.span,
    message: `Group ${mention.number} is not defined in this file, which defines ${others}. ${does}. Define group ${mention.number}, or name the one that is meant.`,
  };
}

function definedLate(
  { line, mention }: UndefinedName,
  addedOn: number,
  { file }: FileRuleInput,
): FileFinding {
  const there = file.lines[addedOn]!.mentions.find(
    ({ what, role }) => what === 'group' && role === 'definition',
  );
  return {
    line,
    span: mention.span,
    message: `Group ${mention.number} is not there yet: it is added on line ${addedOn + 1}, and a bundle is carried out line by line. A switch that does not have the group refuses the flow (OFPBAC_BAD_OUT_GROUP), and with it the whole bundle. Put the group above the flow.`,
    related: there ? [{ line: addedOn, span: there.span, message: 'The group is added here.' }] : [],
  };
}
