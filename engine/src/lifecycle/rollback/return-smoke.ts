/** The smoke statements that a rollback runs: those in the restored text, otherwise those that the source names now. */
import { identify, type Routine, type RoutineKey } from '../../routine/routine';
import { renameRoutine } from '../../routine/rename-routine';
import { makeFindSmoke, type FindSmoke } from '../planning/find-smoke';
import { planSmoke, type SmokePlan } from '../planning/plan-smoke';
import type { TargetFacts } from '../planning/target-facts';
import type { TargetDefinition } from '../planning/steps/target-definition';

export type ReturnSmoke = Pick<SmokePlan, 'statements' | 'hazards'>;

/**
 * Returns a function that plans the statements for a restored text under the target's names, none for null; `workspace` has the sources. A call may reach what runs on the
 * target now, whose text counts, and not the one of the workspace.
 */
export function makeReturnSmoke(
  facts: TargetFacts,
  workspace: readonly Routine[],
  findSmoke: FindSmoke = makeFindSmoke(),
): (logical: RoutineKey, after: TargetDefinition | null) => ReturnSmoke {
  const { naming, deployed } = facts;
  const sources = new Map(workspace.map((routine) => [identify(routine.key), routine]));
  let known: ReadonlyMap<string, Routine> | null = null;
  const toProject = (routine: Routine): Routine => renameRoutine(routine, naming.toLogical);
  const listKnown = (): ReadonlyMap<string, Routine> => {
    const live = [...deployed.values()].map((one) => toProject(one.live.routine));
    return new Map([...workspace, ...live].map((routine) => [identify(routine.key), routine]));
  };
  return (logical, after) => {
    if (after === null) return { statements: [], hazards: [] };
    const restored = { ...toProject(after.routine), key: logical };
    const source = sources.get(identify(logical));
    const named = [restored, ...(source === undefined ? [] : [source])].find((one) => findSmoke(one).length > 0);
    if (named === undefined) return { statements: [], hazards: [] };
    known ??= listKnown();
    const { statements, hazards, findings } = planSmoke(named, {
      ...{ naming, findSmoke, restored },
      known: new Map([...known, [identify(logical), restored]]),
    });
    // A statement that cannot be run must not stop a rollback.
    return { statements, hazards: [...hazards, ...findings.map(({ message }) => message)] };
  };
}
