/** What was seen of a project's routines: versions by the registry, and what ran where, beside which tables, when somebody last looked. */
import { printKey, type Knowledge, type LiveSight, type RoutineKnowledge, type StatusAnswer } from '#engine';
import { observedName, type ObservedEnvironment } from '#protocol';

type Row = StatusAnswer['routines'][number];

export class Observations {
  #own: ReadonlyMap<string, Pick<Row, 'workspace' | 'registry'>> = new Map();
  readonly #environments = new Map<string, ObservedEnvironment>();
  readonly #sights = new Map<string, LiveSight>();

  /** What hovers and code lenses show. Nothing is known before the registry was read once. */
  readonly knowledge: Knowledge = (key): RoutineKnowledge | null => {
    const name = observedName(key.kind, printKey(key));
    const own = this.#own.get(name);
    if (own === undefined) return null;
    const places = [...this.#environments].flatMap(([environment, { routines }]) => {
      const seen = routines[name];
      return seen === undefined ? [] : [[environment, seen] as const];
    });
    return { ...own, environments: Object.fromEntries(places) };
  };

  /** The live schema of the first of these environments whose tables were looked at. */
  sight(environments: readonly string[]): LiveSight | null {
    for (const name of environments) {
      const sight = this.#sights.get(name);
      if (sight !== undefined) return sight;
    }
    return null;
  }

  /** Takes in the tables of an environment; tells whether they look new. */
  addTables(name: string, sight: LiveSight): boolean {
    const print = (of: LiveSight | undefined): string => JSON.stringify(of?.tables);
    const isNew = print(sight) !== print(this.#sights.get(name));
    this.#sights.set(name, sight);
    return isNew;
  }

  environment(name: string): ObservedEnvironment | null {
    return this.#environments.get(name) ?? null;
  }

  /** Takes in an answer, with the columns of the environments that it has; tells whether one of those looks new. */
  add({ routines }: StatusAnswer, at: Date): boolean {
    let isNew = false;
    this.#own = new Map(routines.map((row) => [observedName(row.kind, row.routine), row]));
    const names = new Set(routines.flatMap(({ environments }) => Object.keys(environments)));
    for (const name of names) {
      const seen = routines.flatMap(({ routine, kind, environments }) => {
        const cell = environments[name];
        return cell === undefined ? [] : [[observedName(kind, routine), cell] as const];
      });
      const observed = { at: at.toISOString(), routines: Object.fromEntries(seen) };
      isNew ||= JSON.stringify(observed.routines) !== JSON.stringify(this.#environments.get(name)?.routines);
      this.#environments.set(name, observed);
    }
    return isNew;
  }

  /** After something was changed there, until somebody looks again. */
  forget(environment: string): void {
    this.#environments.delete(environment);
  }
}
