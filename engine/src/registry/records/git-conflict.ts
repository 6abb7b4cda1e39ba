/** The two sides of a text in which git has left its conflict markers. */

export interface SideLine {
  /** The line's number in the file with the markers, from 1. */
  readonly number: number;
  readonly text: string;
}

export interface GitConflict {
  readonly ours: readonly SideLine[];
  readonly theirs: readonly SideLine[];
  /** The line of the first marker, from 1. */
  readonly line: number;
}

// Longer markers are those of a merge within the base, which diff3 shows.
const marker = /^(<{7}|\|{7}|={7}|>{7})(?: .*)?\r?$/;

/**
 * Splits a text with conflict markers; null if there are none, or if their order is wrong. The base that diff3 and
 * zdiff3 show belongs to neither side.
 */
export function splitGitConflict(text: string): GitConflict | null {
  const ours: SideLine[] = [];
  const theirs: SideLine[] = [];
  let line: number | null = null;
  let part: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  for (const [i, raw] of text.split('\n').entries()) {
    const found = marker.exec(raw)?.[1]?.[0];
    if (found === '<' && part === 'both') {
      part = 'ours';
      line ??= i + 1;
    } else if (found === '|' && part === 'ours') part = 'base';
    else if (found === '=' && (part === 'ours' || part === 'base')) part = 'theirs';
    else if (found === '>' && part === 'theirs') part = 'both';
    else {
      const own = { number: i + 1, text: raw };
      if (part === 'both' || part === 'ours') ours.push(own);
      if (part === 'both' || part === 'theirs') theirs.push(own);
    }
  }
  return line === null || part !== 'both' ? null : { ours, theirs, line };
}

export function joinSide(lines: readonly SideLine[]): string {
  return lines.map(({ text }) => text).join('\n');
}
