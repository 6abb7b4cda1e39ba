/** The kinds of stored programs, and views since they call functions too. */
export type RoutineKind = 'procedure' | 'function' | 'trigger' | 'event' | 'view' | 'package' | 'package body';
