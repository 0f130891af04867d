/** What only the whole file shows. */
import type { FlowFile } from '../model/flow-file';
import { type Pipeline, pipelineOf } from '../model/tracking/pipeline';
import { fileRules } from './catalogue';
import type { FileFinding, FileRule } from './file-rule';
import { flowSets } from './flow-set';

/** A finding about the file, and the rule that made it. */
export interface FileDiagnosis {
  readonly rule: FileRule;
  readonly finding: FileFinding;
}

/** Nobody reads more of one kind, and a file made by a program may have one on every line. */
const mostOfOneRule = 5_000;

/** What the rules about the whole file say of it, in the order of the lines: the first findings of each rule. */
export function checkFlowFile(
  file: FlowFile,
  textOf: (line: number) => string,
  pipelines: readonly Pipeline[] = file.sections.map(pipelineOf),
): FileDiagnosis[] {
  const input = { file, textOf, pipelines, flowSets: flowSets({ file, textOf, pipelines }) };
  const diagnoses: FileDiagnosis[] = [];
  for (const rule of fileRules) {
    let count = 0;
    for (const finding of rule.check(input)) {
      diagnoses.push({ rule, finding });
      if (++count === mostOfOneRule) {
        break;
      }
    }
  }
  return inOrder(diagnoses);
}

function inOrder(diagnoses: FileDiagnosis[]): FileDiagnosis[] {
  return diagnoses.sort(
    ({ finding: left }, { finding: right }) => left.line - right.line || left.span.start - right.span.start,
  );
}
