/**
 * Adds to a plan what its drops and changes break: in the project's files, and on the server, whoever created it there.
 */
import { append } from '../../base/long-lists';
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import type { Memory } from '../../base/memory';
import { plural } from '../../base/plural';
import { couldNot } from '../../database/connection/could-not';
import { explainServerError } from '../../database/connection/mysql-errors';
import type { Session } from '../../database/connection/session';
import { findMentions, readColumns } from '../../database/find-mentions';
import { readRoutines } from '../../database/read-catalog';
import { renameKey } from '../../routine/naming';
import { identify, printKey, printKindAndKey, type Routine } from '../../routine/routine';
import type { Finding } from '../answers/finding';
import { warn } from '../planning/findings';
import type { DeploymentStep, Plan, TargetPlan } from '../planning/steps/plan';
import type { TargetFacts } from '../planning/target-facts';
import { askedFor, type OpenTarget } from '../target/target-at-work';
import { addCallers, type BrokenTarget } from './add-callers';
import { describeBroken } from './describe-broken';
import { findBreak, mayBreak, type Break } from './find-break';
import { groupByUsed, isBroken, type UserText } from './find-users';
import type { ApplicationFiles } from './search-applications';

export interface DependantsInput {
  readonly plan: Plan;
  readonly targets: readonly OpenTarget[];
  /** The facts in the order of the targets. */
  readonly facts: readonly TargetFacts[];
  /** Every routine that the workspace's files define. */
  readonly workspace: () => readonly Routine[];
  /** The identities of the requested routines, by the project's names. */
  readonly wanted: ReadonlySet<string>;
  /** The files that may call routines. */
  readonly applications: ApplicationFiles;
  /** The cache of the conversation. */
  readonly memory: Memory;
}

export async function reportDependants(input: DependantsInput): Promise<Result<Plan, Failure>> {
  const { plan, targets, facts } = input;
  const findings: Finding[] = [...plan.findings];
  const plans: TargetPlan[] = [];
  const broken: BrokenTarget[] = [];
  for (const [i, target] of plan.targets.entries()) {
    const [open, known] = [targets[i], facts[i]];
    const reported =
      open === undefined || known === undefined ? null : await reportTarget(input, target, { open, known });
    if (reported?.ok === false) return reported;
    plans.push(reported?.value.plan ?? target);
    append(findings, reported?.value.findings ?? []);
    if (open !== undefined && known !== undefined && reported !== null)
      broken.push({ open, known, breaks: reported.value.breaks });
  }
  return addCallers({ ...plan, targets: plans, findings }, broken, input);
}

interface Place {
  readonly open: OpenTarget;
  readonly known: TargetFacts;
}

interface Reported {
  readonly plan: TargetPlan;
  /** The changes that break something, by the plan's step. */
  readonly breaks: ReadonlyMap<DeploymentStep, Break>;
  readonly findings: readonly Finding[];
}

async function reportTarget(
  input: DependantsInput,
  plan: TargetPlan,
  place: Place,
): Promise<Result<Reported, Failure>> {
  const { open, known } = place;
  if (!plan.steps.some(mayBreak)) return succeed({ plan, breaks: new Map(), findings: [] });
  const session = await open.sessions.get('reader');
  if (!session.ok) return session;
  const breaks = await findBreaks(plan, session.value, place);
  if (!breaks.ok) return breaks;
  if (breaks.value.size === 0) return succeed({ plan, breaks: new Map(), findings: [] });
  const own = groupByUsed(listProject(input, plan));
  const created = groupByUsed(listCreated(plan));
  const live = await readLive(input, plan, { ...place, session: session.value, breaks: breaks.value });
  if (!live.ok) return live;
  const others = groupByUsed(live.value.texts);
  const reported = new Map<DeploymentStep, Break>();
  const steps = plan.steps.map((step): DeploymentStep => {
    const change = breaks.value.get(step);
    if (change === undefined) return step;
    const parameters = step.after?.routine.signature.parameters.length ?? 0;
    const find = (group: ReturnType<typeof groupByUsed>, key: DeploymentStep['key']): readonly UserText[] =>
      (group.get(identify(key)) ?? []).filter((text) => isBroken(text, { key, change, parameters }));
    const named = [...find(own, step.logical), ...find(created, step.key)].map(({ shown }) => printKey(shown));
    const onServer = find(others, step.key).map(({ shown }) => `${printKindAndKey(shown)} on the server`);
    const hazards = [...step.hazards, ...describeBroken(step.key.kind, change, { named, onServer })];
    const withUsers = { ...step, hazards };
    reported.set(withUsers, change);
    return withUsers;
  });
  const { hidden } = live.value;
  return succeed({
    plan: { ...plan, steps },
    breaks: reported,
    findings: hidden === 0 ? [] : [reportHidden(known, hidden)],
  });
}

/** Finds the changes that break something, by step. */
async function findBreaks(
  { steps }: TargetPlan,
  session: Session,
  { open, known }: Place,
): Promise<Result<ReadonlyMap<DeploymentStep, Break>, Failure>> {
  const views = steps.filter((step) => step.key.kind === 'view' && step.after !== null && mayBreak(step));
  const schemas = views.flatMap(({ key, after }) => [
    key.schema,
    ...(after?.routine.origin.definition.references ?? []).map(({ schema }) => schema ?? key.schema),
  ]);
  const columns = await readColumns(session, [...new Set(schemas)]);
  if (!columns.ok) return explain(open, session, columns.error);
  // A view of the plan has other columns afterwards.
  const changed = new Set(steps.flatMap(({ key }) => (key.kind === 'view' ? [`${key.schema}.${key.name}`] : [])));
  const breaks = new Map<DeploymentStep, Break>();
  for (const step of steps) {
    const own = `${step.key.schema}.${step.key.name}`;
    const found = findBreak(step, {
      columnsOf: (schema, table) => {
        const name = `${schema}.${table}`;
        return changed.has(name) && name !== own ? null : (columns.value.get(name) ?? null);
      },
      defaultCharacterSet: known.catalogs.get(step.key.schema)?.defaultCharacterSet ?? '',
    });
    if (found !== null) breaks.set(step, found);
  }
  return succeed(breaks);
}

/** Lists the project's texts that have no step in this plan. */
function listProject({ workspace, wanted }: DependantsInput, { steps }: TargetPlan): readonly UserText[] {
  const changed = new Set(steps.map(({ logical }) => identify(logical)));
  return workspace().flatMap((routine): readonly UserText[] => {
    const identity = identify(routine.key);
    if (changed.has(identity)) return [];
    return [{ routine, shown: routine.key, hasStep: false, isWanted: wanted.has(identity) }];
  });
}

function listCreated({ steps }: TargetPlan): readonly UserText[] {
  return steps.flatMap(({ after, logical }) =>
    after === null ? [] : [{ routine: after.routine, shown: logical, hasStep: true, isWanted: true }],
  );
}

interface LivePlace extends Place {
  readonly session: Session;
  readonly breaks: ReadonlyMap<DeploymentStep, Break>;
}

/** Reads the texts on the server that no file of the project defines, and that mention a name. */
async function readLive(
  { workspace }: DependantsInput,
  { steps }: TargetPlan,
  { open, known, session, breaks }: LivePlace,
): Promise<Result<{ readonly texts: readonly UserText[]; readonly hidden: number }, Failure>> {
  const ours = new Set([
    ...workspace().map(({ key }) => identify(renameKey(key, known.naming.toPhysical))),
    ...steps.map(({ key }) => identify(key)),
  ]);
  const names = new Set([...breaks.keys()].map(({ key }) => key.name));
  const found = await findMentions(session, [...names]);
  if (!found.ok) return explain(open, session, found.error);
  const keys = found.value.keys.filter((key) => !ours.has(identify(key)));
  const read = keys.length === 0 ? succeed([]) : await readRoutines(session, keys);
  if (!read.ok) return explain(open, session, read.error);
  const texts: UserText[] = [];
  let { hidden } = found.value;
  for (const [i, live] of read.value.entries()) {
    const key = keys[i];
    if (typeof live === 'string') hidden++;
    else if (live !== null && key !== undefined)
      texts.push({ routine: live.routine, shown: key, hasStep: false, isWanted: false });
  }
  return succeed({ texts, hidden });
}

function reportHidden({ label, server }: TargetFacts, hidden: number): Finding {
  return warn(
    'dependants-unknown',
    `${server.account} cannot read ${plural(hidden, 'text')} on ${label}, so it is unknown whether ${hidden === 1 ? 'it uses' : 'they use'} what this plan drops or changes.`,
    'Check with an account that may read all routines, triggers, events and views of the server.',
  );
}

function explain(
  { environment, target }: OpenTarget,
  session: Session,
  error: Parameters<typeof explainServerError>[0],
): Result<never, Failure> {
  const asked = askedFor({ environment, server: session.server }, couldNot.readUsers(), target.schema);
  return fail(explainServerError(error, asked));
}
