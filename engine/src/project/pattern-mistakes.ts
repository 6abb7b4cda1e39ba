/**
 * Patterns of a project file that could take forever to match a path, since an unknown folder may contain any pattern, and
 * those that match nothing because they separate folders as Windows does.
 */
import { misusedBackslash, withoutEscapes } from './escape-pattern';
import type { MistakePath, Report } from './project-document';
import { printPath } from './project-mistake';

/** The maximum between two `/`. Each one multiplies the time to find that nothing matches by the length of a name. */
const mostStars = 4;

/** Parts that are `**`. */
const mostDepths = 4;

export function reportPatterns(patterns: readonly string[] | undefined, path: MistakePath, report: Report): void {
  patterns?.forEach((pattern, i) => {
    if (misusedBackslash(pattern) !== null)
      report(
        [...path, i],
        `'${printPath([...path, i])}' uses '\\', which does not separate folders in a pattern. Use '/'.`,
      );
    const slow = describeSlow(withoutEscapes(pattern.replace(/^!/, '')));
    if (slow !== null) report([...path, i], `'${printPath([...path, i])}' ${slow}`);
  });
}

function describeSlow(pattern: string): string | null {
  if (pattern.includes('('))
    return 'has a group in parentheses, which can be extremely slow to match. Use {a,b} instead.';
  const parts = pattern.split('/');
  if (parts.filter((part) => part === '**').length > mostDepths)
    return `has more than ${mostDepths} parts '**', which can be extremely slow to match. Use fewer.`;
  const isSlow = parts.some((part) => (part.match(/\*/g) ?? []).length > mostStars);
  return isSlow ? `has more than ${mostStars} '*' in one part, which can be extremely slow to match. Use fewer.` : null;
}
