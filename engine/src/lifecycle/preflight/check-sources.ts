/**
 * The findings of `sproc check` in the texts that a plan deploys, for those who deploy without a check: by the tables,
 * the columns and the version of each target.
 */
import { isDeepStrictEqual } from 'node:util';
import { loadColumnReader } from '../../analysis/columns/column-reader';
import { diagnoseFile, type DiagnoseOptions, type RuleSettings } from '../../analysis/diagnose';
import type { Diagnostic } from '../../analysis/program/diagnostic';
import type { SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import type { Failure } from '../../base/failure';
import { Kept, type Memory } from '../../base/memory';
import { fail, succeed, type Result } from '../../base/result';
import { makePause } from '../../base/slices';
import { couldNot } from '../../database/connection/could-not';
import { explainServerError } from '../../database/connection/mysql-errors';
import { identify } from '../../routine/routine';
import type { Finding } from '../answers/finding';
import type { Rejection } from '../compile-check/compile-check';
import type { Plan } from '../planning/steps/plan';
import type { TargetFacts } from '../planning/target-facts';
import type { Conversation } from '../target/open-targets';
import type { ProjectAccess } from '../target/project-access';
import { readTablesOf } from '../target/read-live-tables';
import { askedFor, type OpenTarget } from '../target/target-at-work';
import { listSourceFindings } from './list-source-findings';
import { isLeftToThePlan, type FoundInSource } from './left-to-the-plan';

export interface SourceCheck {
  readonly plan: Plan;
  /** The texts that a server rejects: the plan says why. */
  readonly rejections: readonly Rejection[];
  /** The facts in the order of the targets. */
  readonly facts: readonly TargetFacts[];
}

/** Returns the errors, then the warnings, each as a warning of the plan: whether a text is valid decides the server. */
export async function checkSources(
  project: ProjectAccess,
  { targets, memory }: Conversation,
  { plan, rejections, facts }: SourceCheck,
): Promise<Result<readonly Finding[], Failure>> {
  const index = await project.sources();
  const rejected = new Set(rejections.map(({ step }) => identify(step.logical)));
  const found = new Map<string, Diagnostic>();
  for (const [i, open] of targets.entries()) {
    const known = facts[i];
    const identities = (plan.targets[i]?.steps ?? []).flatMap(({ file, logical }) =>
      file === null ? [] : [identify(logical)],
    );
    const texts = identities.flatMap((identity) => index.find(identity).slice(0, 1));
    if (texts.length === 0 || known === undefined) continue;
    const options = await readOptions(open, index, project.config.rules);
    if (!options.ok) return options;
    const coming = new Set(identities);
    for (const one of await diagnoseOnce(memory, { index, texts, options: options.value, label: open.label })) {
      const { file, span, message } = one.diagnostic;
      if (!isLeftToThePlan(one, { index, rejected, coming, facts: known }))
        found.set(JSON.stringify([file, span, message]), one.diagnostic);
    }
  }
  return succeed(listSourceFindings(index, [...found.values()]));
}

type TargetOptions = DiagnoseOptions & { readonly liveSchema: NonNullable<DiagnoseOptions['liveSchema']> };

async function readOptions(
  open: OpenTarget,
  index: SourceIndex,
  settings: RuleSettings,
): Promise<Result<TargetOptions, Failure>> {
  const session = await open.sessions.get('reader');
  if (!session.ok) return session;
  const { environment, naming, target } = open;
  const { server } = session.value;
  const tables = await readTablesOf(session.value, { environment, naming });
  const asked = askedFor({ environment, server }, couldNot.readTables(), target.schema);
  if (!tables.ok) return fail(explainServerError(tables.error, asked));
  return succeed({ settings, liveSchema: { tables: tables.value, reader: await loadColumnReader(index) } });
}

interface Checked {
  readonly index: SourceIndex;
  readonly texts: readonly SourceRoutine[];
  readonly options: TargetOptions;
  /** The target, as its facts name it. */
  readonly label: string;
}

interface Known extends Pick<Checked, 'texts'> {
  readonly tables: TargetOptions['liveSchema']['tables']['tables'];
  readonly found: readonly FoundInSource[];
}

const lastChecks = new Kept(() => new Map<string, Known>());

/** Checks the texts once, as long as neither they nor the tables change: the plan is made again under the lease. */
async function diagnoseOnce(memory: Memory, checked: Checked): Promise<readonly FoundInSource[]> {
  const checks = memory.of(lastChecks);
  const { texts, options, label } = checked;
  const { tables } = options.liveSchema.tables;
  const before = checks.get(label);
  const isSame = before?.texts.length === texts.length && before.texts.every((text, i) => text === texts[i]);
  if (before !== undefined && isSame && isDeepStrictEqual(before.tables, tables)) return before.found;
  const found = await diagnoseTexts(checked);
  checks.set(label, { texts, tables, found });
  return found;
}

/** Returns what is found in these texts and outside of all routines of their files. */
async function diagnoseTexts({ index, texts, options }: Checked): Promise<readonly FoundInSource[]> {
  const pause = makePause();
  const byFile = new Map<string, SourceRoutine[]>();
  for (const text of texts) {
    const known = byFile.get(text.file);
    if (known === undefined) byFile.set(text.file, [text]);
    else known.push(text);
  }
  const found: FoundInSource[] = [];
  for (const [file, own] of byFile) {
    const routines = new Set(own);
    const all = index.facts(file)?.routines ?? [];
    for (const diagnostic of diagnoseFile(index, file, { ...options, routines })) {
      const { span } = diagnostic;
      const source = all.find((one) => one.span.start <= span.start && span.end <= one.span.end) ?? null;
      if (source === null || routines.has(source)) found.push({ diagnostic, source });
    }
    index.leave(file);
    await pause();
  }
  return found;
}
