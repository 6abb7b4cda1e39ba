/** Which lines of a status log do not count, by the resolutions that do. */
import type { ResolutionLine } from './status-line';
import type { NumberedLine } from './status-log';

/**
 * Ids of the lines that resolutions drop. One that is dropped itself drops nothing; and what a resolution goes on from is
 * dropped by no other one: where two resolutions drop each other's branch, both branches are there to be seen.
 */
export function droppedIn(lines: readonly NumberedLine[]): ReadonlySet<string> {
  const resolutions = new Map<string, ResolutionLine>();
  for (const { line } of lines) if (line.kind === 'resolution') resolutions.set(line.id, line);
  const counting = findCounting(resolutions);
  const dropped = new Set(counting.flatMap((line) => line.dropped));
  for (const id of ancestorsOf(counting, lines)) dropped.delete(id);
  return dropped;
}

/** A resolution can only name lines that were there before it, so those that nothing drops are a beginning. */
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
