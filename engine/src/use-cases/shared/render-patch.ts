/** Two texts as a unified diff. */
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';

/** Each side with its label. */
export function renderPatch(
  [leftLabel, left]: readonly [string, string],
  [rightLabel, right]: readonly [string, string],
): string {
  return formatPatch(structuredPatch(leftLabel, rightLabel, left, right), FILE_HEADERS_ONLY);
}
