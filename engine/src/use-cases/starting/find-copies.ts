/** Files that define what others define too: dumps, migrations and copies, and what a project file does about them. */
import type { InitCopy, InitDuplicate } from '../answers/init';
import { identify, printKey, type RoutineKey } from '../../routine/routine';
import { escapePattern } from '../../project/escape-pattern';
import { extensionOf, filesIn, folderOf } from './glob-patterns';
import type { FileSurvey } from './survey-files';

export interface FoundCopies {
  /** The files that are not sources. */
  readonly leftOut: ReadonlySet<string>;
  /** The patterns for `duplicates.prefer`; empty if no decision is needed. */
  readonly prefer: readonly string[];
  readonly copies: readonly InitCopy[];
  readonly duplicates: readonly InitDuplicate[];
}

/** A folder or file that by its name holds copies or migrations. */
interface Unit {
  readonly pattern: string;
  readonly kind: 'copy' | 'migration';
  readonly files: Set<string>;
}

interface Place {
  readonly key: RoutineKey;
  readonly file: string;
  readonly line: number;
}

/**
 * Returns the copies. A unit is left out if other files define all of its routines, so that no routine is lost;
 * otherwise the definitions of other files take precedence.
 * @param home The schema of names without one.
 */
export function findCopies(files: readonly FileSurvey[], home: string | null): FoundCopies {
  const places = placesOf(files, home ?? '');
  const repeated = [...places.values()].filter((all) => new Set(all.map(({ file }) => file)).size > 1);
  const repeating = new Set(repeated.flat().map(({ file }) => file));
  const units = findUnits(files).filter((unit) => [...unit.files].some((file) => repeating.has(file)));
  const leftOut = new Set<string>();
  const outranked: Unit[] = [];
  const marked = new Set(units.flatMap((unit) => [...unit.files]));
  for (const unit of units) {
    const own = [...places.values()].filter((all) => all.some(({ file }) => unit.files.has(file)));
    if (own.every((all) => all.some(({ file }) => !marked.has(file)))) for (const file of unit.files) leftOut.add(file);
    else outranked.push(unit);
  }
  const describe = (unit: Unit): InitCopy => ({
    pattern: unit.pattern,
    files: [...unit.files],
    treatment: outranked.includes(unit) ? 'outranked' : 'left-out',
    shared: repeated.filter((all) => all.some(({ file }) => unit.files.has(file))).length,
  });
  const counting = new Set(files.map(({ file }) => file).filter((file) => !leftOut.has(file)));
  const open = repeated
    .map((all) => all.filter(({ file }) => counting.has(file)))
    .filter((all) => new Set(all.map(({ file }) => file)).size > 1);
  return {
    leftOut,
    prefer: outranked.length === 0 ? [] : makeRanks(open, outranked, marked),
    copies: units.map(describe),
    duplicates: open.filter((all) => !isDecided(all, outranked)).map(describeDuplicate),
  };
}

function placesOf(files: readonly FileSurvey[], home: string): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  for (const { file, routines } of files)
    for (const { key, line, schema } of routines) {
      const full = { ...key, schema: schema ?? home };
      const identity = identify(full);
      const known = places.get(identity) ?? [];
      known.push({ key: full, file, line });
      places.set(identity, known);
    }
  return places;
}

function findUnits(files: readonly FileSurvey[]): readonly Unit[] {
  const units = new Map<string, Unit>();
  for (const { file } of files) {
    const found = classify(file);
    if (found === null) continue;
    const unit = units.get(found.pattern) ?? { ...found, files: new Set<string>() };
    unit.files.add(file);
    units.set(found.pattern, unit);
  }
  // Migrations contain newer definitions than a dump.
  return [...units.values()].sort((a, b) => Number(a.kind === 'copy') - Number(b.kind === 'copy'));
}

/** Returns true if a file contains copies or migrations, according to its name. */
export function isMarked(file: string): boolean {
  return classify(file) !== null;
}

function classify(file: string): Omit<Unit, 'files'> | null {
  const folders = folderOf(file).split('/');
  const at = folders.findIndex((name) => copyFolder.test(name) || migrationFolder.test(name));
  if (at >= 0) {
    const kind = copyFolder.test(folders[at] ?? '') ? 'copy' : 'migration';
    return { kind, pattern: `${escapePattern(folders.slice(0, at + 1).join('/'))}/**` };
  }
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.(?:my)?sql$/, '');
  const own = filesIn(folderOf(file), extensionOf(file));
  const migration = migrationFiles.find(({ test }) => test.test(name));
  if (migration !== undefined) return { kind: 'migration', pattern: own.replace(/\*(?=\.\w+$)/, migration.pattern) };
  return copyFile.test(name) ? { kind: 'copy', pattern: escapePattern(file) } : null;
}

const copyFolder =
  /^(?:archives?|back-?ups?|baks?|build|cop(?:y|ies)|deprecated|dist|dumps?|exports?|legacy|old|out|snapshots?|target|te?mp)$/i;
const migrationFolder =
  /^(?:alembic|changelogs?|(?:db[_-]?)?migrations?|flyway|liquibase|patches|updates?|upgrades?)$/i;
const copyFile =
  /dump|back-?up|[._ -](?:bak|cop(?:y|ies)|old|orig|save)(?:[._ -]?\d+)?$|^(?:bak|copy|old)(?:[._ -]|$)|\(\d+\)$/i;
/** `V12__add_orders`, `U3__…`, `20240131120000_add_orders`: the pattern matches what the expression does. */
const migrationFiles = [
  { test: /^[VU]\d.*__/, pattern: '[VU][0-9]*__*' },
  { test: /^\d{8}/, pattern: `${'[0-9]'.repeat(8)}*` },
];

/**
 * Orders the files: those that are not copies first, by their folders; of several migrations the last by path counts.
 */
function makeRanks(
  open: readonly (readonly Place[])[],
  outranked: readonly Unit[],
  marked: ReadonlySet<string>,
): readonly string[] {
  const originals = open.flat().filter(({ file }) => !marked.has(file));
  const folders = originals.map(({ file }) => filesIn(folderOf(file), extensionOf(file)));
  return [...new Set([...folders.sort(), ...outranked.map(({ pattern }) => pattern)])];
}

/** Returns true if one definition counts: the only one outside the units, or the last one of the first unit. */
function isDecided(all: readonly Place[], outranked: readonly Unit[]): boolean {
  const marked = new Set(outranked.flatMap(({ files }) => [...files]));
  const originals = new Set(all.map(({ file }) => file).filter((file) => !marked.has(file)));
  return originals.size <= 1 && outranked.length > 0;
}

function describeDuplicate(all: readonly Place[]): InitDuplicate {
  const [first] = all;
  if (first === undefined) throw new Error('A duplicate has no place.');
  return {
    kind: first.key.kind,
    routine: printKey(first.key),
    places: all.map(({ file, line }) => ({ file, line })),
  };
}
