/** The import of an environment's routines into files, lossless: a comparison afterwards finds no difference. */
import { advise } from '../../base/advice';
import type { ImportAnswer, ImportRequest } from '../answers/import-routines';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { printIncompleteList } from '../../database/list-completeness';
import { printKey } from '../../routine/routine';
import { parseNames, select, selects, type Selector } from '../../routine/selector';
import { projectFor } from '../shared/dry-project';
import type { Project } from '../shared/project';
import { rejectUndecodedNames } from '../shared/reject-undecoded';
import { renderSourceFile } from '../shared/render-source-file';
import { collectManaged } from '../shared/managed';
import { rejectUnseen } from '../shared/reject-unseen';
import { readSides } from '../shared/sides';
import { mergeTargets, type MergedTargets } from './merge-targets';
import { findFreeFile } from './name-source-file';

export async function importRoutines(asked: Project, request: ImportRequest): Promise<Result<ImportAnswer, Failure>> {
  const project = projectFor(asked, request);
  const selectors = parseNames(request.routines ?? []);
  if (!selectors.ok) return selectors;
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  const sides = await readSides(project, request.environment);
  if (!sides.ok) return sides;
  const side = mergeTargets(sides.value);
  if (side === null) return succeed({ written: [], skipped: [] });
  const all = [...side.routines, ...side.unreadable];
  const chosen = select(all, ([, { key }]) => key, selectors.value);
  if (!chosen.ok) return explainUnknown(project, chosen, { side, selectors: selectors.value, request });
  const index = await project.sources();
  const unnamed = rejectUndecodedNames(index);
  if (unnamed !== null) return unnamed;
  const written: ImportAnswer['written'][number][] = [];
  const skipped: ImportAnswer['skipped'][number][] = [];
  for (const [identity, routine] of chosen.value) {
    const name = printKey(routine.key);
    if ('reason' in routine) {
      skipped.push({ routine: name, reason: routine.reason });
      continue;
    }
    const source = index.find(identity)[0];
    if (source !== undefined) {
      skipped.push({
        routine: name,
        reason: advise`${source.file} already defines it; see the differences with ${{ id: 'compare' }}`,
      });
      continue;
    }
    const file = await findFreeFile({ config: project.config, tree: project.ports.tree }, routine.key);
    if (file === null)
      return failure(
        'could-not',
        `A file for ${name} already exists, but does not define it.`,
        'Move or rename that file.',
      );
    const done = await project.ports.tree.write(
      file,
      renderSourceFile(routine, { schema: project.config.schema, sqlMode: side.sqlMode }),
    );
    if (!done.ok) return done;
    written.push({ routine: name, file });
  }
  const unlisted = selectors.value.every(({ name }) => !name.isLiteral) ? side.incomplete : [];
  return succeed({
    written,
    skipped,
    ...(unlisted.length === 0 ? {} : { unlisted: unlisted.map(printIncompleteList) }),
  });
}

interface Asked {
  readonly request: ImportRequest;
  readonly selectors: readonly Selector[];
  readonly side: MergedTargets;
}

/** Returns the failure for a selector without a match, whose routine may exist unseen. */
async function explainUnknown(
  project: Project,
  notFound: Result<never, Failure>,
  { request, selectors, side }: Asked,
): Promise<Result<never, Failure>> {
  const managed = await collectManaged(project);
  if (!managed.ok) return managed;
  const keys = [...side.routines.values(), ...side.unreadable.values()].map(({ key }) => key);
  const selector = selectors.find((one) => !keys.some((key) => selects(one, key)));
  const { environment } = request;
  const unseen =
    selector === undefined
      ? null
      : rejectUnseen({ selector, environment, sides: [side], managed: managed.value.values() });
  return unseen ?? notFound;
}
