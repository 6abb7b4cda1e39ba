/** The servers whose versions are checked: a version that was never released is a typing mistake. */

export type Flavor = 'mysql' | 'mariadb';

interface Family {
  readonly major: number;
  readonly minors: readonly [first: number, last: number];
}

/** The last minor version of a series that may still grow. */
const openEnd = 99;

const families: Readonly<Record<Flavor, readonly Family[]>> = {
  mysql: [
    { major: 5, minors: [7, 7] },
    { major: 8, minors: [0, 4] },
    { major: 9, minors: [0, openEnd] },
  ],
  mariadb: [
    { major: 10, minors: [2, 11] },
    { major: 11, minors: [0, 8] },
    { major: 12, minors: [0, openEnd] },
    { major: 13, minors: [0, openEnd] },
  ],
};

/** Returns null if the server has that version; otherwise the correction, as in `did you mean '8.4'?`. */
export function explainUnknownVersion(flavor: Flavor, version: string): string | null {
  if (hasVersion(flavor, version)) return null;
  const other = flavor === 'mysql' ? 'mariadb' : 'mysql';
  if (hasVersion(other, version)) return `did you mean "dialect": "${other}"?`;
  const known = families[flavor].flatMap(({ major, minors: [first, last] }) => [
    [major, first] as const,
    [major, last === openEnd ? first : last] as const,
  ]);
  const [major, minor] = partsOf(version);
  const distance = ([a, b]: readonly [number, number]): number => Math.abs(a - major) * 1_000 + Math.abs(b - minor);
  const [near] = [...known].sort((a, b) => distance(a) - distance(b));
  return `did you mean '${near?.join('.') ?? ''}'?`;
}

export function hasVersion(flavor: Flavor, version: string): boolean {
  const [major, minor] = partsOf(version);
  return families[flavor].some(
    (family) => family.major === major && family.minors[0] <= minor && minor <= family.minors[1],
  );
}

function partsOf(version: string): readonly [number, number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}
