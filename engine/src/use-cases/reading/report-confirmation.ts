/** The comparison of servers and texts, as an answer under the project's names: each difference where it arises. */
import type { Advice } from '../../base/advice';
import type { ConfirmedUses } from '../../analysis/confirm-uses';
import type { LiveText, TextUse } from '../../analysis/live-texts';
import type { Confirmation } from '../answers/graph';
import { printIncompleteList, type IncompleteList } from '../../database/list-completeness';
import type { RoutineKey } from '../../routine/routine';
import { identifyUse, type UsedName } from '../../routine/used-name';
import type { LiveSide } from './read-live-side';

export interface ConfirmationContext {
  readonly side: LiveSide;
  /** Tables that foreign keys tie to others, both ways. */
  readonly ties: ReadonlyMap<string, readonly string[]>;
  readonly unasked: readonly { readonly key: RoutineKey; readonly why: Advice }[];
  /** Returns a key of the server under the project's names. */
  readonly print: (key: RoutineKey) => string;
}

/** Returns the answer. If the closure of a routine has an unreadable part, only that is reported. */
export function reportConfirmation(
  all: readonly Confirmed[],
  context: ConfirmationContext,
): Omit<Confirmation, 'environment'> {
  const classified = all.map((found) => ({ found, why: findBlocker(found, context.side) }));
  const clear = classified.flatMap(({ found, why }) => (why === null ? [found] : []));
  const blocked = classified.flatMap(({ found, why }) => (why === null ? [] : [{ key: found.key, why }]));
  const texts = new Set(clear.flatMap((found) => found.texts));
  return {
    routines: clear.length,
    edges: new Set(clear.flatMap(({ edges }) => [...edges])).size,
    differences: distinct([...reportOnlyText(clear, context), ...reportOnlyServer(clear, context)]),
    missing: distinct(reportMissing(clear, context)),
    dynamic: distinct([...texts].flatMap((text) => reportDynamic(text, context))),
    unasked: [...context.unasked, ...blocked].map(({ key, why }) => ({ routine: context.print(key), why })),
  };
}

/** The result for one routine. */
export interface Confirmed extends ConfirmedUses {
  readonly key: RoutineKey;
}

function findBlocker({ texts, onlyServer }: Confirmed, side: LiveSide): string | null {
  for (const { key, uses } of texts)
    for (const { id, target, dynamic } of uses) {
      if (dynamic !== null) continue;
      const unread = side.unreadable.get(id);
      if (unread !== undefined) return unread;
      const unseen = findUnseen(target, side);
      if (unseen !== null)
        return `It uses ${target.kind} ${target.schema}.${target.name}, which may exist. ${printIncompleteList(unseen)}`;
      if (isPackaged(key, target, side.texts.packages))
        return `It leads to ${target.schema}.${target.name}, a routine of a package. The server reports no locks for its uses.`;
    }
  return onlyServer.length > 0 ? side.unreadableTrigger : null;
}

/** Returns the list that may lack an object that a text uses; null if it exists, or certainly does not. */
function findUnseen(target: UsedName, { catalogs, there, texts }: LiveSide): IncompleteList | null {
  const id = identifyUse(target);
  if (there.has(id) || texts.passing.has(id)) return null;
  const catalog = catalogs.find(({ schema }) => schema === target.schema);
  return catalog?.incomplete.find(({ kinds }) => kinds.includes(target.kind)) ?? null;
}

/** Returns true if `a.b` is the routine b of the package a, in the owner's schema. */
function isPackaged(owner: RoutineKey, { kind, schema, name }: UsedName, packages: ReadonlySet<string>): boolean {
  if (kind === 'table' || packages.size === 0) return false;
  const [first = ''] = name.split('.');
  return packages.has(`${owner.schema}.${schema}`.toLowerCase()) || packages.has(`${schema}.${first}`.toLowerCase());
}

type Difference = Confirmation['differences'][number];

function reportOnlyText(all: readonly Confirmed[], context: ConfirmationContext): readonly Difference[] {
  return all.flatMap(({ onlyText }) =>
    onlyText.map(({ owner, use }) => ({ routine: context.print(owner), only: 'text', ...report(use.target, context) })),
  );
}

/** Reports each use for the nearest routine, but not for the callers of a reported one. */
function reportOnlyServer(all: readonly Confirmed[], context: ConfirmationContext): readonly Difference[] {
  const users = new Map<string, Confirmed[]>();
  for (const found of all)
    for (const target of found.onlyServer) {
      if (isExplained(target, found, context)) continue;
      const id = identifyUse(target);
      users.set(id, [...(users.get(id) ?? []), found]);
    }
  return all.flatMap((found) =>
    found.onlyServer.flatMap((target): readonly Difference[] => {
      const same = users.get(identifyUse(target)) ?? [];
      if (!same.includes(found) || same.some((other) => isNearer(other, found, same))) return [];
      return [{ routine: context.print(found.key), only: 'server', ...report(target, context) }];
    }),
  );
}

/** Returns true if another routine is nearer; of a cycle the first one is. */
function isNearer(other: Confirmed, found: Confirmed, all: readonly Confirmed[]): boolean {
  if (other === found || !found.reached.has(other.root)) return false;
  return !other.reached.has(found.root) || all.indexOf(other) < all.indexOf(found);
}

/**
 * Returns true for a use that does not count as a difference: a function that is not stored is loadable, and a table
 * may be locked for a foreign key.
 */
function isExplained(target: UsedName, { reached }: Confirmed, { side, ties }: ConfirmationContext): boolean {
  const id = identifyUse(target);
  if (target.kind === 'function') return !side.there.has(id);
  if (target.kind === 'procedure') return false;
  const seen = new Set([id]);
  for (const one of seen) {
    if (reached.has(one)) return true;
    for (const tied of ties.get(one) ?? []) seen.add(tied);
  }
  return false;
}

function reportMissing(all: readonly Confirmed[], context: ConfirmationContext): Confirmation['missing'] {
  const { there, texts } = context.side;
  return all.flatMap(({ shared }) =>
    shared.flatMap(({ owner, use }) =>
      there.has(use.id) || texts.passing.has(use.id)
        ? []
        : [{ routine: context.print(owner), ...report(use.target, context) }],
    ),
  );
}

function reportDynamic({ key, uses, unknown }: LiveText, context: ConfirmationContext): Confirmation['dynamic'] {
  const routine = context.print(key);
  const known = uses.flatMap(({ target, dynamic }: TextUse) =>
    dynamic === null ? [] : [{ routine, ...report(target, context), certainty: dynamic }],
  );
  return unknown === 0 ? known : [...known, { routine, kind: null, name: null, certainty: 'unknown' }];
}

function report({ kind, schema, name }: UsedName, { print }: ConfirmationContext): Pick<Difference, 'kind' | 'name'> {
  return { kind, name: print({ schema, kind: kind === 'table' ? 'view' : kind, name }) };
}

function distinct<T extends object>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
