/** The routines that other projects and environments of other names deployed to a target: reported by name, never dropped. */
import { plural } from '../../base/plural';
import { printable } from '../../base/printable';
import type { StepFinished } from '../../ledger/ledger';
import type { Environment, ProjectConfig, Target } from '../../project/environment';
import { printKey, printKindAndKey } from '../../routine/routine';
import type { Finding } from '../answers/finding';
import { namesOf } from '../target/last-deployed';
import { warn } from './findings';
import type { TargetFacts } from './target-facts';

/** Returns a warning for each other project whose routines a pruning leaves. */
export function findOthers(
  facts: Pick<TargetFacts, 'others' | 'target' | 'label'>,
  environment: Environment,
): readonly Finding[] {
  const byProject = new Map<string, StepFinished[]>();
  for (const step of facts.others?.values() ?? []) {
    const isHere = step.targetSchema === facts.target.schema && namesOf(environment).includes(step.environment);
    if (!isHere || step.after === null) continue;
    const project = step.project ?? '';
    byProject.set(project, [...(byProject.get(project) ?? []), step]);
  }
  return [...byProject].map(([project, steps]) => {
    const names = steps.map(({ key }) => printKey(key)).sort();
    const listed = names.length > mostNames ? [...names.slice(0, mostNames), '…'] : names;
    const message = `${plural(steps.length, 'routine')} on ${facts.label} (${listed.join(', ')}) ${steps.length === 1 ? 'was' : 'were'} deployed by project ${printable(project)}. Nothing of another project is dropped.`;
    const remedy =
      environment.project === undefined
        ? `If that is this project, write "project": ${JSON.stringify(project)} in sproc.json.`
        : 'Drop it in that project, if it is not needed.';
    return warn('other-project', message, remedy);
  });
}

const mostNames = 5;

/**
 * Returns a hazard for a drop of what may be another project's: the ledger does not name the project of that
 * deployment.
 */
export function describeUncertainOwner({ starts }: Pick<TargetFacts, 'starts'>, step: StepFinished): readonly string[] {
  if (step.project !== undefined) return [];
  const row = starts?.get(step.deployment);
  const name = printKindAndKey(step.key);
  const unknown = 'The ledger does not name its project, which may be another one.';
  if (row?.entry.kind !== 'deployment-started') return [`${name} was deployed by ${step.deployment}. ${unknown}`];
  const { by, from, commit } = row.entry;
  const at = commit === null ? '' : ` from commit ${printable(commit).slice(0, 12)}`;
  return [`${name} was deployed by ${printable(by)} on ${printable(from)}${at} at ${row.at}. ${unknown}`];
}

/**
 * Returns a warning for deployments to the same schema by environments that sproc.json does not have: a renamed
 * environment would begin without its history.
 */
export function findRenamed(
  { lastDone, target, label }: Pick<TargetFacts, 'lastDone' | 'target' | 'label'>,
  { environments }: Pick<ProjectConfig, 'environments'>,
  environment: Environment,
): readonly Finding[] {
  const names = listStrange([...lastDone.values()], { environments, environment, target });
  return names.length === 0
    ? []
    : [warn('other-environment', describeRenamed(names, label), continueAs(names, environment))];
}

interface Place {
  readonly environments: ProjectConfig['environments'];
  readonly environment: Environment;
  readonly target: Pick<Target, 'schema'>;
}

/** Returns the names of environments that left routines in the schema, and that sproc.json does not have. */
export function listStrange(
  steps: readonly Pick<StepFinished, 'environment' | 'targetSchema'>[],
  { environments, environment, target }: Place,
): readonly string[] {
  const known = new Set([...Object.keys(environments), ...namesOf(environment)]);
  const here = steps.filter((step) => step.targetSchema === target.schema && !known.has(step.environment));
  return [...new Set(here.map((step) => printable(step.environment)))].sort();
}

export function describeRenamed(names: readonly string[], label: string): string {
  return `The ledger of ${label} has deployments of this schema by ${names.length === 1 ? 'environment' : 'environments'} ${names.join(', ')}, which sproc.json does not have. They do not count here.`;
}

export function continueAs(names: readonly string[], { name }: Pick<Environment, 'name'>): string {
  const quoted = names.map((each) => JSON.stringify(each)).join(', ');
  return `If ${name} was renamed, add "formerly": [${quoted}] to it in sproc.json: its history continues.`;
}
