/** The steps of a change without a plan: tried first, shown, confirmed, made, reported. */
import type { CancellationToken } from 'vscode';
import type { EnvironmentState, Reply } from '#protocol';
import type { Effect } from '../documents/reports/effects';
import { plural } from '../documents/plural';
import type { CommandArgument } from '../workbench/command-argument';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import type { CommandContext } from './command';
import { askProtected } from './confirm-and-run';

export interface Change<T> {
  readonly project: string;
  /** The environment that is changed; null for a change of files alone. */
  readonly environment: EnvironmentState | null;
  /** The title of the progress and of the report: `Clean up dev`. */
  readonly title: string;
  /** The label of the button that makes the change. */
  readonly button: string;
  /** Makes the change, or without `isReal` returns what it would do. */
  ask(run: Run, token: CancellationToken): Promise<Reply<T>>;
  describe(answer: T, isReal: boolean): Effect;
}

interface Run {
  readonly dryRun: boolean;
  /** The name of a protected environment, as the person typed it. */
  readonly confirm?: string;
}

/** More lines than these push the buttons of the question out of a small window. */
const mostLines = 15;

/** Returns the answer of the change; undefined if it failed or the person turned away. */
export async function tryThenRun<T>(
  context: CommandContext,
  argument: CommandArgument,
  change: Change<T>,
): Promise<T | undefined> {
  const tried = await run(context, change, { dryRun: true });
  if (tried === undefined) return undefined;
  const effect = change.describe(tried, false);
  if (effect.isNothing) {
    report(context, change, effect);
    return tried;
  }
  if (!(await agree(context, change, effect))) return undefined;
  const done = await make(context, argument, change);
  if (done !== undefined) report(context, change, change.describe(done, true));
  return done;
}

/** Makes the change; one of an environment waits for no other, and is not begun beside another. */
async function make<T>(context: CommandContext, argument: CommandArgument, change: Change<T>): Promise<T | undefined> {
  const { project, environment, title } = change;
  if (environment === null) return run(context, change, { dryRun: false });
  const { name } = environment;
  const reply = await context.changes.run({ project, environment: name, what: `change of ${name}` }, async () => {
    const confirm = await askProtected(context, argument, environment);
    if (confirm === undefined) return undefined;
    const how = { dryRun: false, ...(confirm === null ? {} : { confirm }) };
    return whileAsking(title, (token) => change.ask(how, token));
  });
  if ('error' in reply) await showFailure(context, reply.error, { project, environment: name });
  return reply.end === 'answered' ? reply.value : undefined;
}

async function run<T>(context: CommandContext, change: Change<T>, how: Run): Promise<T | undefined> {
  const reply = await whileAsking(change.title, (token) => change.ask(how, token));
  if (reply.ok) return reply.value;
  const { project, environment } = change;
  await showFailure(
    context,
    reply.error,
    environment === null ? { project } : { project, environment: environment.name },
  );
  return undefined;
}

/** Shows what would change. A list that is too long for the question opens as a document. */
async function agree(
  { dialogs, reports }: CommandContext,
  { title, button }: Pick<Change<unknown>, 'title' | 'button'>,
  { sentence, lines }: Effect,
): Promise<boolean> {
  const all = 'Show All';
  const rest = lines.length - mostLines;
  const detail = rest > 0 ? [...lines.slice(0, mostLines), `… and ${plural(rest, 'line')} more.`] : lines;
  const answers = rest > 0 ? [button, all] : [button];
  const answer = await dialogs.confirm({ message: sentence, detail: detail.join('\n'), answers });
  if (answer === all) await showWhole(reports, title, { sentence, lines });
  return answer === button;
}

/** Reports in one sentence, with the details on demand; does not wait for the person to read it. */
function report(
  { dialogs, reports }: CommandContext,
  { title }: Pick<Change<unknown>, 'title'>,
  { sentence, lines, isWhole }: Effect,
): void {
  const details = 'Show Details';
  const answers = lines.length === 0 ? [] : [details];
  void dialogs.report(isWhole ? 'information' : 'warning', sentence, ...answers).then(async (pressed) => {
    if (pressed === details) await showWhole(reports, title, { sentence, lines });
  });
}

async function showWhole(
  reports: CommandContext['reports'],
  title: string,
  { sentence, lines }: Pick<Effect, 'sentence' | 'lines'>,
): Promise<void> {
  await reports.show('sproc-report', `${title}.txt`, `${[sentence, '', ...lines].join('\n')}\n`);
}
