/** A statement that changes or drops what a definition before it creates: DROP, ALTER and RENAME. */
import type { Span } from '../base/text';
import { kw } from './keywords';
import type { Alteration, CharacteristicSyntax, DefinerClause, EventClause, RoutineKind } from './nodes';
import { parseCharacteristics } from './parse-characteristics';
import { parseEventClause } from './parse-event-and-trigger';
import { readDefiner, readKind, skipOptions } from './parse-head';
import { makeCollected, type TokenCursor } from './token-cursor';
import { op } from './tokens';

export interface LaterObject {
  readonly kind: RoutineKind | 'table' | 'schema';
  /** The schema; null if it is unknown. */
  readonly schema: string | null;
  readonly name: string;
}

export type LaterStatement =
  | { readonly kind: 'drop'; readonly span: Span; readonly objects: readonly LaterObject[] }
  | { readonly kind: 'alter'; readonly alteration: Alteration; readonly objects: readonly LaterObject[] };

/**
 * Reads the statement from its first token to the position, which stays; null if it cannot concern a definition. `home`
 * is the schema of names without one.
 */
export function readLaterStatement(r: TokenCursor, first: number, home: string | null): LaterStatement | null {
  const isAlter = r.id(first) === kw.ALTER;
  if (!isAlter && r.id(first) !== kw.DROP && r.id(first) !== kw.RENAME) return null;
  const { position: end, errors, findings } = r;
  r.position = first + 1;
  r.errors = [];
  r.findings = makeCollected();
  const span = r.span(first, end);
  const found = isAlter
    ? readAlter(r, { first, end, home })
    : r.id(first) === kw.DROP
      ? readDrop(r, span, home)
      : readRename(r, span, home);
  Object.assign(r, { position: end, errors, findings });
  return found;
}

function readDrop(r: TokenCursor, span: Span, home: string | null): LaterStatement | null {
  const kind = readDroppedKind(r);
  if (kind === null) return null;
  if (r.at(kw.IF) && r.next(kw.EXISTS)) r.position += 2;
  return { kind: 'drop', span, objects: readObjects(r, kind, home) };
}

function readDroppedKind(r: TokenCursor): LaterObject['kind'] | null {
  if (r.accept(kw.TABLE) || r.accept(kw.TABLES)) return 'table';
  if (!r.isWord(r.position, 'DATABASE') && !r.isWord(r.position, 'SCHEMA')) return readKind(r);
  r.position++;
  return 'schema';
}

/** Reads RENAME TABLE, which also renames views, and the table of a trigger. */
function readRename(r: TokenCursor, span: Span, home: string | null): LaterStatement | null {
  if (!r.accept(kw.TABLE) && !r.accept(kw.TABLES)) return null;
  if (r.at(kw.IF) && r.next(kw.EXISTS)) r.position += 2;
  const objects = readObjects(r, 'table', home);
  return { kind: 'alter', objects, alteration: { ...unchanged, span, head: span, rest: span, problem: 'renames it' } };
}

/** Reads names up to the end; of `a TO b` the first. */
function readObjects(r: TokenCursor, kind: LaterObject['kind'], home: string | null): readonly LaterObject[] {
  const objects: LaterObject[] = [];
  do {
    const name = r.readQualifiedName();
    if (name === null) break;
    objects.push({ kind, schema: name.schema?.text ?? home, name: name.name.text });
    while (!r.isEnd(r.position) && !r.at(op.comma)) r.position++;
  } while (r.accept(op.comma));
  return objects;
}

const unchanged = { definer: null, characteristics: [], event: null, body: null } as const;

interface Place {
  readonly first: number;
  readonly end: number;
  readonly home: string | null;
}

function readAlter(r: TokenCursor, place: Place): LaterStatement | null {
  const kind = skipOptions(r);
  const headEnd = r.position;
  if (kind === null) return null;
  if (r.at(kw.IF) && r.next(kw.EXISTS)) r.position += 2;
  const name = r.readQualifiedName();
  if (name === null) return null;
  const { first, end, home } = place;
  const restAt = r.position;
  const base = {
    ...unchanged,
    span: r.span(first, end),
    head: r.span(first, headEnd),
    rest: r.span(restAt, end),
    definer: findDefiner(r, first, headEnd),
  };
  r.position = restAt;
  return {
    kind: 'alter',
    alteration: { ...base, ...readChanges(r, kind, end) },
    objects: [{ kind, schema: name.schema?.text ?? home, name: name.name.text }],
  };
}

function findDefiner(r: TokenCursor, first: number, end: number): DefinerClause | null {
  for (r.position = first; r.position < end; r.position++) if (r.at(kw.DEFINER)) return readDefiner(r);
  return null;
}

type Changes = Pick<Alteration, 'problem'> & Partial<Pick<Alteration, 'characteristics' | 'event' | 'body'>>;

function readChanges(r: TokenCursor, kind: RoutineKind, end: number): Changes {
  if (kind === 'event') return readEventChanges(r, end);
  if (kind === 'view') return { problem: null };
  const characteristics = parseCharacteristics(r);
  return { characteristics, problem: r.position < end ? notUnderstood : findFixed(characteristics) };
}

const notUnderstood = 'is not understood';

/** Returns the problem with what the servers do not alter. */
function findFixed(characteristics: readonly CharacteristicSyntax[]): string | null {
  const fixed = characteristics.find(({ kind }) => kind === 'deterministic' || kind === 'using');
  return fixed === undefined ? null : `cannot change ${fixed.kind === 'using' ? 'USING' : 'DETERMINISTIC'}`;
}

function readEventChanges(r: TokenCursor, end: number): Changes {
  const event: EventClause = parseEventClause(r);
  if (r.at(kw.RENAME)) return { problem: 'renames it' };
  const hasBody = r.id(r.position - 1) === kw.DO && r.position < end;
  const problem = !hasBody && r.position < end ? notUnderstood : null;
  return { event, body: hasBody ? r.span(r.position, end) : null, problem };
}
