/** Differences of two texts: a unified diff, and how many lines differ. */
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';

/** Renders a patch of two sides, each with its label. */
export function renderPatch(
  [leftLabel, left]: readonly [string, string],
  [rightLabel, right]: readonly [string, string],
): string {
  return formatPatch(structuredPatch(leftLabel, rightLabel, left, right), FILE_HEADERS_ONLY);
}

export interface ChangedLines {
  readonly added: number;
  readonly removed: number;
}

/** Returns how many lines only one side has; null where the texts have little in common, since finding the fewest takes long. */
export function countChangedLines(left: string, right: string): ChangedLines | null {
  const patch = structuredPatch('', '', left, right, undefined, undefined, { context: 0, maxEditLength: mostEdits });
  if (patch === undefined) return null;
  const lines = patch.hunks.flatMap((hunk) => hunk.lines);
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  return { added: count('+'), removed: count('-') };
}

/** The time grows with its square: 1,000 take some milliseconds. */
const mostEdits = 1000;
