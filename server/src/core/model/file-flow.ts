/** A flow as a part of its file. */
import type { FlowFacts } from './flow-facts';

/** A flow of the file. The same object as long as its line stays as it is, wherever that moves. */
export interface FileFlow {
  /** From 0; -1 once the line is gone. */
  readonly line: number;
  readonly facts: FlowFacts;
  /** What a later line does to it: it is not in the table in the end. */
  fate: { readonly kind: 'replaced' | 'deleted'; readonly by: FileFlow } | undefined;
  /** Whether a later line modifies it, or may delete it: then it may do other things, or be gone. */
  isUncertain: boolean;
}

/** Whether the flow is there in the end, and is taken. */
export function isLive({ facts, fate }: FileFlow): boolean {
  return fate === undefined && facts.accepted;
}
