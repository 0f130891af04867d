/** What protocol words stand for: `tcp` is `eth_type=0x0800,nw_proto=6`. */
import { matchField } from '../facts/match-fields';
import { type ProtocolWord, protocolWord } from '../facts/protocol-words';
import type { FlowLine } from '../syntax/flow-line';
import { keyText } from '../syntax/items';
import type { InlayHint } from './inlay-hints-hint';
import { code, paragraphs } from './markdown';

/** Only for words that stand alone, and only what does not stand in the match anyway. */
export function protocolHints(line: FlowLine): InlayHint[] {
  if (line.kind !== 'flow') {
    return [];
  }
  const { text, match } = line;
  const written = new Set(match.map((item) => matchField(keyText(text, item))?.name));
  return match.flatMap((item) => {
    const word = item.delimiter === '' ? protocolWord(keyText(text, item)) : undefined;
    const implied = word ? impliedBy(word).filter(({ field }) => !written.has(field)) : [];
    if (!word || implied.length === 0) {
      return [];
    }
    const tooltip = paragraphs(
      `**${code(word.name)}**: ${word.meaning}`,
      `Short for ${code(
        impliedBy(word)
          .map(({ match: each }) => each)
          .join(','),
      )}.`,
    );
    return [{ offset: item.keyEnd, label: implied.map(({ match: each }) => each).join(','), tooltip }];
  });
}

function impliedBy({ etherType, ipProtocol }: ProtocolWord): { field: string; match: string }[] {
  return [
    { field: 'eth_type', match: `eth_type=0x${etherType.toString(16).padStart(4, '0')}` },
    ...(ipProtocol === undefined ? [] : [{ field: 'nw_proto', match: `nw_proto=${ipProtocol}` }]),
  ];
}
