/** The age of a moment, in one unit: `3 h ago`. */
import { plural } from '#engine';

/** Returns `less than 1 min ago`, `5 min ago`, `3 h ago` or `2 days ago`; a moment to come counts as now. */
export function printAge(at: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(at)) / 60_000);
  if (minutes < 1) return 'less than 1 min ago';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${plural(Math.floor(hours / 24), 'day')} ago`;
}
