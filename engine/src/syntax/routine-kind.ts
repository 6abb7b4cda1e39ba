/** The kinds of stored programs, and views since they call functions too. */
export type RoutineKind = 'procedure' | 'function' | 'trigger' | 'event' | 'view' | 'package' | 'package body';

const kinds: ReadonlySet<string> = new Set<RoutineKind>([
  'procedure',
  'function',
  'trigger',
  'event',
  'view',
  'package',
  'package body',
]);

/** Returns true if a word from elsewhere, for example a server, is a kind. */
export function isRoutineKind(word: string): word is RoutineKind {
  return kinds.has(word);
}
