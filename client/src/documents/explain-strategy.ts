/** The ways to replace a routine, in words for a person who sees a plan. */
import type { PlanStep } from '#engine';

/** Returns `queued: callers wait, none fails`; null if the action says it all. */
export function nameStrategy({ strategy, action, kind }: PlanStep): string | null {
  if (strategy === 'queued') return 'queued: callers wait, none fails';
  if (strategy === 'or-replace' && action !== 'create') return 'in one statement, without a gap';
  if (strategy === 'alter') return 'in place, without a gap';
  if (strategy !== 'replace') return null;
  if (kind === 'trigger') return 'DROP and CREATE under a lock: writers wait';
  return kind === 'event' ? 'DROP and CREATE: a run in between fails' : 'DROP and CREATE: calls in between fail';
}

/** Returns sentences on what is more than one statement; a queued replacement looks like a mistake without them. */
export function explainStrategy({ strategy, kind, grants = 0 }: PlanStep): readonly string[] {
  const kept = grants === 0 ? [] : ['A DROP takes the grants along. Sproc keeps them, or gives them back right after.'];
  if (strategy === 'queued')
    return [
      'One session holds the routine while DROP and CREATE queue for it. Then it lets go, and both run without a gap.',
      'CREATE is sent twice: queued right after DROP, so that callers wait and none fails, and together with DROP, so that the routine exists even if Sproc dies. The second one changes nothing.',
      ...kept,
    ];
  if (strategy !== 'replace') return [];
  if (kind === 'trigger') return ['The table is locked from DROP to CREATE, so that no row misses the trigger.'];
  return ['DROP and CREATE are sent together. If CREATE fails, the old text is created again.', ...kept];
}
