/** Long lists in pieces: a row is made only once its page is opened. */
import type { Row } from './row';

/** More rows than a person reads in one list, and few enough for VS Code to draw at once. */
const pageSize = 500;

/**
 * Returns the rows of a list; a long one is divided into pages, each a row named after its first and last member.
 * @param id The id of the parent.
 */
export function inPages<T>(
  members: readonly T[],
  id: string,
  nameOf: (member: T) => string,
  rowOf: (member: T) => Row,
): readonly Row[] {
  if (members.length <= pageSize) return members.map(rowOf);
  const pages = Array.from({ length: Math.ceil(members.length / pageSize) }, (_, page) =>
    members.slice(page * pageSize, (page + 1) * pageSize),
  );
  return pages.map((page, number) => {
    const [first, last] = [page[0], page.at(-1)];
    return {
      id: `${id}/page ${number}`,
      label: first === undefined || last === undefined ? '' : `${nameOf(first)} … ${nameOf(last)}`,
      description: String(page.length),
      icon: { icon: 'list-flat', color: null },
      children: () => Promise.resolve(page.map(rowOf)),
    };
  });
}
