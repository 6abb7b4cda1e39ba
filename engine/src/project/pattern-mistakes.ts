/** Patterns of a project file that could take for ever to be held against a path: what a stranger's folder says is data. */
import type { MistakePath, Report } from './project-document';
import { printPath } from './project-mistake';

/** Between two `/`; the time to find that nothing matches grows by the length of a name with each. */
const mostStars = 4;

/** Parts that are `**`. */
const mostDepths = 4;

export function reportSlowPatterns(patterns: readonly string[] | undefined, path: MistakePath, report: Report): void {
  patterns?.forEach((pattern, i) => {
    const slow = describeSlow(pattern.replace(/\\./g, '').replace(/^!/, ''));
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
