/** The lines of a status log that the valid resolutions drop. */
import type { ResolutionLine } from './status-line';
import type { NumberedLine } from './status-log';

/**
 * Returns the ids of the lines that resolutions drop. A dropped resolution drops nothing; and no other resolution drops
 * the lines that one continues: if two resolutions drop each other's branch, both branches remain visible.
 */
export function droppedIn(lines: readonly NumberedLine[]): ReadonlySet<string> {
  const resolutions = new Map<string, ResolutionLine>();
  for (const { line } of lines) if (line.kind === 'resolution') resolutions.set(line.id, line);
  const counting = findCounting(resolutions);
  const dropped = new Set(counting.flatMap((line) => line.dropped));
  for (const id of ancestorsOf(counting, lines)) dropped.delete(id);
  return dropped;
}

/**
 * Returns the valid resolutions. A resolution can only name earlier lines, so the search begins with those that none
 * drops.
 */
function findCounting(resolutions: ReadonlyMap<string, ResolutionLine>): readonly ResolutionLine[] {
  const undecided = new Map<string, number>();
  for (const { dropped } of resolutions.values())
    for (const id of new Set(dropped)) undecided.set(id, (undecided.get(id) ?? 0) + 1);
  const ready = [...resolutions.values()].filter(({ id }) => !undecided.has(id));
  const counting: ResolutionLine[] = [];
  const dropped = new Set<string>();
  for (const line of ready) {
    const counts = !dropped.has(line.id);
    if (counts) counting.push(line);
    for (const id of new Set(line.dropped)) {
      if (counts) dropped.add(id);
      const left = (undecided.get(id) ?? 0) - 1;
      undecided.set(id, left);
      const named = resolutions.get(id);
      if (left === 0 && named !== undefined) ready.push(named);
    }
  }
  return counting;
}

function ancestorsOf(from: readonly ResolutionLine[], lines: readonly NumberedLine[]): ReadonlySet<string> {
  const before = new Map(lines.map(({ line }) => [line.id, line.before]));
  const found = new Set<string>();
  for (const line of from)
    for (let id = line.before; id !== null && !found.has(id); id = before.get(id) ?? null) found.add(id);
  return found;
}
