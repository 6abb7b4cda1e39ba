/** What was seen of a project's routines: versions by the registry, and what ran where, beside which tables, when somebody last looked. */
import {
  printKey,
  printState,
  SeenEnvironments,
  shownState,
  summarizeStates,
  type Environment,
  type FindDeploymentInfo,
  type LiveSchema,
  type DeploymentInfo,
  type StatusAnswer,
} from '#engine';
import { snapshotName, type EnvironmentSnapshot, type RoutineSnapshot } from '#protocol';

type Row = StatusAnswer['routines'][number];

export class EnvironmentSnapshots {
  /** What was read there: compared anew with the sources, it needs no server. */
  readonly seen = new SeenEnvironments();
  #own: ReadonlyMap<string, Pick<Row, 'workspace' | 'registry'>> = new Map();
  readonly #environments = new Map<string, EnvironmentSnapshot>();
  readonly #liveSchemas = new Map<string, LiveSchema>();

  /** What hovers and code lenses show. Nothing is known before the registry was read once. */
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

  /** The live schema of the first of these environments whose tables were looked at. */
  liveSchema(environments: readonly string[]): LiveSchema | null {
    for (const name of environments) {
      const liveSchema = this.#liveSchemas.get(name);
      if (liveSchema !== undefined) return liveSchema;
    }
    return null;
  }

  /** Takes in the tables of an environment; tells whether they look new. */
  addTables(name: string, liveSchema: LiveSchema): boolean {
    const print = (of: LiveSchema | undefined): string => JSON.stringify(of?.tables);
    const isNew = print(liveSchema) !== print(this.#liveSchemas.get(name));
    this.#liveSchemas.set(name, liveSchema);
    return isNew;
  }

  environment(name: string): EnvironmentSnapshot | null {
    return this.#environments.get(name) ?? null;
  }

  /**
   * Takes in an answer, with the columns of the environments that it has; tells whether one of those looks new.
   * @param at when they were looked at; null where what was seen before was compared anew
   * @param asked those that were looked at, also where nothing lives there
   */
  add({ routines }: StatusAnswer, at: Date | null, asked: readonly string[] = []): boolean {
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
        routines: Object.fromEntries(seen.map((each) => [snapshotName(each.kind, each.routine), each])),
      };
      isNew ||= JSON.stringify(observed.routines) !== JSON.stringify(this.#environments.get(name)?.routines);
      this.#environments.set(name, observed);
    }
    return isNew;
  }

  /** After something was changed there, until somebody looks again. */
  forget(environment: string): void {
    this.#environments.delete(environment);
    this.seen.forget(environment);
  }

  /** Forgets the environments that are no longer what `sproc.json` says. */
  keepOnly(environments: Readonly<Record<string, Environment>>): void {
    for (const name of this.seen.outdated(environments)) this.forget(name);
  }
}

/** What is no routine of this project and not there either is none of the environment's. */
function describe({ routine, kind, workspace, registry, environments }: Row, name: string): readonly RoutineSnapshot[] {
  const cell = environments[name];
  if (cell === undefined) return [];
  const isNobodys = workspace === null && registry === null && cell.state === 'missing';
  if (isNobodys && cell.isChangedOutside !== true) return [];
  return [{ routine, kind, ...cell, shown: shownState(cell), words: printState(cell) }];
}
