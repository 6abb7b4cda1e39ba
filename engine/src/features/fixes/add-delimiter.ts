/** Quick fix: DELIMITER lines around the routines of a file that the mysql client would cut. */
import type { FileFacts } from '../../analysis/sources/source-index';
import type { TextEdit } from '../../routine/naming';
import type { Definition } from '../../syntax/nodes';
import { tokenKind } from '../../syntax/tokens';
import { firstToken, spanOfToken } from '../places/token-at';
import type { FixContext, QuickFix } from './fix';

export function addDelimiter({ facts, diagnostic }: FixContext): QuickFix | null {
  const { script, file, text } = facts;
  if (diagnostic.code !== 'missing-delimiter') return null;
  const cut = script.definitions.filter(({ undelimited }) => undelimited);
  const [first] = cut;
  const last = cut.at(-1);
  const delimiter = ['//', '$$', ';;', '||'].find((one) => !text.includes(one));
  if (first === undefined || last === undefined || delimiter === undefined) return null;
  const ends = findEnds(facts, first, last);
  if (ends === null) return null;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const before: TextEdit = {
    span: { start: first.span.start, end: first.span.start },
    text: `${text.slice(0, first.span.start).endsWith('\n') || first.span.start === 0 ? '' : lineEnd}DELIMITER ${delimiter}${lineEnd}`,
  };
  const edits = [
    before,
    ...ends.map(({ span, isLast }) => ({
      span,
      text: isLast ? `${lineEnd}${delimiter}${lineEnd}DELIMITER ;` : `${lineEnd}${delimiter}`,
    })),
  ];
  return {
    title: `Wrap in DELIMITER ${delimiter}`,
    diagnostic,
    isPreferred: true,
    edits: edits.map((edit) => ({ file, ...edit })),
  };
}

/** Returns the ends of statements from the first to the last definition; null if a DELIMITER line is between them. */
function findEnds(
  { script }: FileFacts,
  first: Definition,
  last: Definition,
): readonly { readonly span: TextEdit['span']; readonly isLast: boolean }[] | null {
  const bodies = script.definitions.filter(({ undelimited }) => undelimited);
  const ends: { readonly span: TextEdit['span']; readonly isLast: boolean }[] = [];
  for (let i = firstToken(script, first.span.start); i < script.tokens.count; i++) {
    const span = spanOfToken(script, i);
    const kind = script.tokens.kind[i];
    if (kind === tokenKind.delimiterCommand) {
      if (span.start < last.span.end) return null;
      break;
    }
    const isInside = bodies.some((one) => one.span.start <= span.start && span.end <= one.span.end);
    if (kind !== tokenKind.delimiter || isInside) continue;
    const isLast = span.start >= last.span.end;
    ends.push({ span, isLast });
    if (isLast) return ends;
  }
  return [...ends, { span: { start: last.span.end, end: last.span.end }, isLast: true }];
}
