/** Counts as people read them: `1 routine`, `2 routines`. The engine has the same; its code stays out of this bundle. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
