/**
 * The snapshots of a project's routines: versions from the registry, and the versions and tables of environments at
 * their last look.
 */
import {
  explainInterruption,
  printKey,
  printState,
  SeenEnvironments,
  shownState,
  summarizeStates,
  type Environment,
  type FindDeploymentInfo,
  type LiveRoutines,
  type LiveSchema,
  type DeploymentInfo,
  type StatusAnswer,
} from '#engine';
import { snapshotName, type EnvironmentSnapshot, type EnvironmentWarning, type RoutineSnapshot } from '#protocol';

type Row = StatusAnswer['routines'][number];

export class EnvironmentSnapshots {
  /** The data that was read there; it is compared again with the sources without a server. */
  readonly seen = new SeenEnvironments();
  #own: ReadonlyMap<string, Pick<Row, 'workspace' | 'registry'>> = new Map();
  readonly #environments = new Map<string, EnvironmentSnapshot>();
  /** The tables of environments, with what sproc.json said of each environment when they were read. */
  readonly #liveSchemas = new Map<string, { readonly described: string; readonly liveSchema: LiveSchema }>();
  /** The live routines of each look. */
  readonly #liveRoutines = new WeakMap<object, LiveRoutines>();

  /** Returns the data for hovers and code lenses. There is none before the registry was read once. */
  readonly findDeploymentInfo: FindDeploymentInfo = (key): DeploymentInfo | null => {
    const name = snapshotName(key.kind, printKey(key));
    const own = this.#own.get(name);
    if (own === undefined) return null;
    const places = [...this.#environments].flatMap(([environment, { routines }]) => {
      const seen = routines[name];
      return seen === undefined ? [] : [[environment, seen] as const];
    });
    return { ...own, environments: Object.fromEntries(places) };
  };

  /** Returns the live schema of the first of these environments whose tables were read, from the servers it has now. */
  liveSchema(environments: readonly Environment[]): LiveSchema | null {
    for (const environment of environments) {
      const read = this.#liveSchemas.get(environment.name);
      if (read?.described === JSON.stringify(environment)) return read.liveSchema;
    }
    return null;
  }

  /** Returns the routines of these environments, as far as they were read and equal sproc.json still. */
  liveRoutines(environments: readonly Environment[]): readonly LiveRoutines[] {
    const seen = this.seen.among(Object.fromEntries(environments.map((one) => [one.name, one])));
    return seen.flatMap((one) => {
      const at = this.#environments.get(one.environment.name)?.at;
      if (at === undefined || one.failure !== null) return [];
      const known = this.#liveRoutines.get(one);
      if (known?.readAt.toISOString() === at) return [known];
      const routines = new Map(one.sides.toReversed().flatMap((side) => [...side.routines]));
      const live = { environment: one.environment.name, readAt: new Date(at), routines };
      this.#liveRoutines.set(one, live);
      return [live];
    });
  }

  /** Adds the tables of an environment; returns true if they differ from the previous ones. */
  addTables(environment: Environment, liveSchema: LiveSchema): boolean {
    const described = JSON.stringify(environment);
    const previous = this.#liveSchemas.get(environment.name);
    this.#liveSchemas.set(environment.name, { described, liveSchema });
    return (
      previous?.described !== described ||
      JSON.stringify(previous.liveSchema.tables) !== JSON.stringify(liveSchema.tables)
    );
  }

  environment(name: string): EnvironmentSnapshot | null {
    return this.#environments.get(name) ?? null;
  }

  /**
   * Adds an answer with the columns of its environments; returns true if one of them differs from the previous one.
   * @param at The moment of the look; null if earlier data was compared again.
   * @param asked The environments that were read, also without routines there.
   */
  add(answer: StatusAnswer, at: Date | null, asked: readonly string[] = []): boolean {
    const { routines } = answer;
    let isNew = false;
    this.#own = new Map(routines.map((row) => [snapshotName(row.kind, row.routine), row]));
    const names = new Set([...asked, ...routines.flatMap(({ environments }) => Object.keys(environments))]);
    for (const name of names) {
      const seenAt = at?.toISOString() ?? this.#environments.get(name)?.at;
      if (seenAt === undefined) continue;
      const seen = routines.flatMap((row) => describe(row, name));
      const observed = {
        at: seenAt,
        summary: summarizeStates(seen),
        warnings: collectWarnings(answer, name),
        routines: Object.fromEntries(seen.map((each) => [snapshotName(each.kind, each.routine), each])),
      };
      isNew ||= print(observed) !== print(this.#environments.get(name));
      this.#environments.set(name, observed);
    }
    return isNew;
  }

  /** Forgets an environment after a change there, until the next look. */
  forget(environment: string): void {
    this.#environments.delete(environment);
    this.seen.forget(environment);
  }

  /** Forgets the environments that differ from `sproc.json`. */
  keepOnly(environments: Readonly<Record<string, Environment>>): void {
    for (const name of this.seen.outdated(environments)) this.forget(name);
  }
}

/** Returns what two looks are compared by: all but the moment. */
function print(observed: EnvironmentSnapshot | undefined): string {
  return JSON.stringify([observed?.warnings, observed?.routines]);
}

function collectWarnings(
  { unfinished = [], changedLedgers = [] }: StatusAnswer,
  name: string,
): readonly EnvironmentWarning[] {
  const isThere = ({ environment }: { readonly environment: string }): boolean => environment === name;
  return [
    ...unfinished.filter(isThere).map((one) => ({ kind: 'interrupted' as const, message: explainInterruption(one) })),
    ...changedLedgers.filter(isThere).map(({ message }) => ({ kind: 'ledger-changed' as const, message })),
  ];
}

/** Returns the snapshots of an environment; a routine that is neither the project's nor there is left out. */
function describe({ routine, kind, workspace, registry, environments }: Row, name: string): readonly RoutineSnapshot[] {
  const cell = environments[name];
  if (cell === undefined) return [];
  const isNobodys = workspace === null && registry === null && (cell.state === 'missing' || cell.state === 'unknown');
  if (isNobodys && cell.isChangedOutside !== true) return [];
  return [{ routine, kind, ...cell, shown: shownState(cell), words: printState(cell) }];
}
