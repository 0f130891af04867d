import { any, type FormatSet } from '../facts/flow-formats';
import type { FlowLine } from '../syntax/flow-line';
import { evaluateFlow, type FlowEvaluation } from './evaluate';
import { evaluateGroup, type GroupEvaluation } from './groups/evaluate';
import { evaluateMeter, type MeterEvaluation } from './meters/evaluate';
import { evaluatePacketOut, type PacketOutEvaluation } from './packet-out/evaluate';
import type { Problem } from './problem';

/** What Open vSwitch makes of a line, whatever its kind. */
export type LineEvaluation =
  | FlowEvaluation
  | ({ readonly kind: 'group' } & GroupEvaluation)
  | ({ readonly kind: 'meter' } & MeterEvaluation)
  | ({ readonly kind: 'packet-out' } & PacketOutEvaluation)
  | { readonly kind: 'none'; readonly problems: readonly Problem[]; readonly accepted: true };

/** Evaluates a line as what it is; comments and what is only ever printed are not judged. */
export function evaluateLine(line: FlowLine, allowed: FormatSet = any): LineEvaluation {
  switch (line.kind) {
    case 'flow':
      return evaluateFlow(line, allowed);
    case 'group':
      return { kind: 'group', ...evaluateGroup(line, allowed) };
    case 'meter':
      return { kind: 'meter', ...evaluateMeter(line, allowed) };
    case 'packet-out':
      return { kind: 'packet-out', ...evaluatePacketOut(line, allowed) };
    case 'blank':
    case 'comment':
    case 'header':
    case 'output':
      return { kind: 'none', problems: [], accepted: true };
  }
}
