/** The order that a list of triggers is to have, and which of them have to be created again for it. Pure. */
import { append } from '../../base/long-lists';
import { sidesOf, type Sides } from './trigger-lists';

/** One name has to be before the other. */
export type Precedence = readonly [string, string];

/** Sorts the names by what has to be before what, and leaves all others as they are. A circle stays as it is. */
export function sortByPrecedence(names: readonly string[], precedences: readonly Precedence[]): string[] {
  const rest = [...names];
  const sorted: string[] = [];
  while (rest.length > 0) {
    const isFree = (name: string): boolean =>
      !precedences.some(([first, second]) => second === name && first !== name && rest.includes(first));
    const next = Math.max(rest.findIndex(isFree), 0);
    append(sorted, rest.splice(next, 1));
  }
  return sorted;
}

/** Returns what the sides of a name demand, as far as the list has the names. */
export function precedencesOf(names: readonly string[], name: string, { before, after }: Sides): readonly Precedence[] {
  const isListed = (one: string): boolean => names.includes(one);
  return [
    ...before.filter(isListed).map((one): Precedence => [one, name]),
    ...after.filter(isListed).map((one): Precedence => [name, one]),
  ];
}

/** Returns the demands that keep the order of these names. */
export function keepOrder(names: readonly string[]): readonly Precedence[] {
  return names.flatMap((name, i): readonly Precedence[] => {
    const next = names[i + 1];
    return next === undefined ? [] : [[name, next]];
  });
}

/**
 * Returns the names that can stay where they are while all others are created again: the heaviest of those that both
 * lists have in the same order.
 */
export function findSettled(
  present: readonly string[],
  goal: readonly string[],
  weigh: (name: string) => number,
): ReadonlySet<string> {
  const best: { readonly weight: number; readonly names: readonly string[] }[] = [];
  const listed = present.filter((name) => goal.includes(name));
  for (const [i, name] of listed.entries()) {
    const { before } = sidesOf(goal, name);
    const fitting = best.filter((_, j) => j < i && before.includes(listed[j] ?? ''));
    const longest = fitting.reduce((most, one) => (one.weight > most.weight ? one : most), nothing);
    best.push({ weight: longest.weight + weigh(name), names: [...longest.names, name] });
  }
  return new Set(best.reduce((most, one) => (one.weight > most.weight ? one : most), nothing).names);
}

const nothing: { readonly weight: number; readonly names: readonly string[] } = { weight: 0, names: [] };
