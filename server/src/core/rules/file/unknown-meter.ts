import type { FileRule } from '../file-rule';
import { undefinedNames } from '../undefined-names';

/** An action names a meter that the file does not define, though it defines others. */
export const unknownMeter: FileRule = {
  code: 'file/unknown-meter',
  severity: 'warning',
  title: 'The meter is not defined in this file',
  *check(input) {
    for (const { line, mention, defined } of undefinedNames(input, 'meter')) {
      const others = defined === 1 ? 'another meter' : `${defined} other meters`;
      yield {
        line,
        span: mention.span,
        message: `Meter ${mention.number} is not defined in this file, which defines ${others}. A switch that does not have the meter refuses the flow (OFPMMFC_INVALID_METER). Define meter ${mention.number}, or name the one that is meant.`,
      };
    }
  },
};
