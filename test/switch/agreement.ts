/** Whether what we say of a pipeline is what a switch does with it. */
import { checksOfFlows } from './agreement-on-flows';
import { checksOfTracking } from './agreement-on-tracking';
import type { Evidence } from './evidence';
import type { JudgedCode, Pipeline, Verdict } from './pipeline';
import { at, type Check, Subject } from './subject';

/** Every point in which they differ, a sentence each, with lines as an editor counts them. */
export function disagreements(
  pipeline: Pipeline,
  verdicts: readonly Verdict[],
  evidence: Evidence,
): string[] {
  const subject = new Subject(pipeline, verdicts, evidence);
  return checks.flatMap((check) => check(subject));
}

const refusedFor = (code: JudgedCode, mistake: string, error: RegExp): Check => {
  return (subject) => {
    const refused = subject.evidence.refused
      .filter((refusal) => error.test(refusal.error))
      .map(({ line }) => line);
    const said = subject.linesOf(code);
    return [
      ...said
        .filter((line) => !refused.includes(line))
        .map((line) => `${at(line)} is said to ${mistake}, but is taken.`),
      ...refused
        .filter((line) => !said.includes(line))
        .map((line) => `${at(line)} is refused (${error.source}), but not said to ${mistake}.`),
    ];
  };
};

const noGroup = /^OFPBAC_BAD_OUT_GROUP$/;
const noMeter = /^(?:OFPMMFC_UNKNOWN_METER|OFPMMFC_INVALID_METER|OFPBAC_BAD_METER)$/;

const groupThere = /^OFPGMFC_GROUP_EXISTS$/;

const nothingElseIsRefused: Check = ({ evidence }) =>
  evidence.refused
    .filter(({ error }) => ![noGroup, noMeter, groupThere].some((known) => known.test(error)))
    .map(({ line, error }) => `${at(line)} is refused: ${error}.`);

/** What a line must have for the code to make sense at all. */
const subjects: Partial<Record<JudgedCode, RegExp>> = {
  'file/incomplete-conjunction': /conjunction\(|conj_id=/,
  'tracking/unreachable-state': /ct_state/,
  'tracking/endless-recirculation': /ct\(.*table=/,
  // In a match, or as the source of a copy.
  'tracking/untracked-field': /ct_(?!state)\w+=.*actions=|CT_(?!STATE)\w+\[.*?\]->/,
  'tracking/never-committed': /actions=(?!drop)/,
  'tracking/zone-mismatch': /ct\(.*commit/,
};

const verdictsFitTheirLines: Check = ({ verdicts, evidence }) =>
  verdicts
    .filter(({ line, code }) => {
      const message = evidence.messages.find((each) => each.line === line);
      const kind = code === 'file/repeated-group' ? 'group' : 'flow';
      return message?.kind !== kind || !(subjects[code] ?? /^/).test(message.text);
    })
    .map(({ line, code }) => `${at(line)} is no line for ${code}.`);

const checks: readonly Check[] = [
  ...checksOfFlows,
  ...checksOfTracking,
  verdictsFitTheirLines,
  refusedFor('file/unknown-group', 'name no group', noGroup),
  refusedFor('file/unknown-meter', 'name no meter', noMeter),
  refusedFor('file/repeated-group', 'add a group again', groupThere),
  nothingElseIsRefused,
];
