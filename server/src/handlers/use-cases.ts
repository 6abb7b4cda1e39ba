/** The engine's use cases as requests: looked up, guarded, cancelled, and answered as they are. */
import type { CancellationToken, RequestType, WorkDoneProgressParams } from 'vscode-languageserver';
import {
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageserver-protocol';
import {
  drawCalls,
  restricted,
  isStatus,
  statusesAfter,
  summarizeOutcome,
  type DeployAnswer,
  type DriftAnswer,
  type Failure,
  type GraphAnswer,
  type Progress,
  type Result,
  type Sproc,
  type StatusAnswer,
  type StatusRequest,
} from '#engine';
import * as protocol from '#protocol';
import type { OpenProject } from '../workspace/open-project';
import { readStatus } from '../workspace/read-status';
import { describeHistory } from './describe-history';
import type { Handler, ServerContext } from './handler';
import { outdated } from './outdated';
import { tablesUsedIn } from './tables-used';

export const useCases: Handler = (context) => {
  answerReading(context);
  answerLooking(context);
  answerWriting(context);
  answerCarryingOut(context);
  answerKeepingInOrder(context);
};

/** Registers the use cases that are always allowed: the ports deny a connection in an untrusted workspace. */
function answerReading(context: ServerContext): void {
  answer(context, protocol.graph, async (sproc, request) => drawAnswer(await sproc.graph(request)));
  answer(context, protocol.tablesUsed, async (sproc) => {
    const reply = await sproc.graph({});
    return reply.ok ? { ok: true, value: tablesUsedIn(reply.value) } : reply;
  });
  answer(context, protocol.versions, (sproc, request) => sproc.versions(request));
  // A client may send anything.
  context.connection.onRequest(protocol.nextStatuses, ({ from }) => ({
    ok: true,
    value: isStatus(from) ? statusesAfter(from) : [],
  }));
  answer(context, protocol.show, (sproc, request) => sproc.show(request));
  answer(context, protocol.showTable, (sproc, request) => sproc.showTable(request));
  answer(context, protocol.grep, (sproc, request) => sproc.grep(request));
  answer(context, protocol.compare, (sproc, request) => sproc.compare(request));
  answer(context, protocol.status, (sproc, request, { project }) => {
    const [environment = '', ...others] = request.environments ?? [];
    const running = others.length === 0 && request.offline !== true ? project.attempts.running(environment) : null;
    if (running !== null) return running;
    project.noteLook(request);
    return readEnvironments(context, sproc, request, project);
  });
}

/** Reads environments, and updates their snapshots. */
async function readEnvironments(
  context: ServerContext,
  sproc: Sproc,
  request: StatusRequest,
  project: OpenProject,
): Promise<Result<StatusAnswer, Failure>> {
  const reply = await readStatus(sproc, request, project);
  if (!reply.ok) return reply;
  // A client that is notified reads again: a notification of known data would never end.
  if (reply.value.isNew) context.stateChanged(project, 'environment');
  return { ok: true, value: reply.value.answer };
}

/** Changes files or runs git: only in a trusted workspace. */
function answerWriting(context: ServerContext): void {
  answer(
    context,
    protocol.register,
    changing(context, (sproc, request) => sproc.register(request), 'registry'),
  );
  answer(
    context,
    protocol.mark,
    changing(context, (sproc, request) => sproc.mark(request), 'registry'),
  );
  answerFromSaved(
    context,
    protocol.importRoutines,
    changing(context, (sproc, request) => sproc.importRoutines(request), 'sources'),
  );
  answer(
    context,
    protocol.tryPassword,
    changing(context, (sproc, request) => sproc.tryPassword(request)),
  );
}

/** Connects to servers and changes nothing: only in a trusted workspace. */
function answerLooking(context: ServerContext): void {
  const look = <P extends protocol.InProject, T>(
    type: RequestType<P, protocol.Reply<T>, void>,
    useCase: UseCase<P, T>,
  ): void => answer(context, type, trusted(context, useCase));
  look(protocol.history, async (sproc, request) => {
    const reply = await sproc.history(request);
    return reply.ok ? { ok: true, value: describeHistory(reply.value) } : reply;
  });
  look(protocol.deploymentSteps, (sproc, request) => sproc.deploymentSteps(request));
  look(protocol.plan, (sproc, request) => sproc.plan(request));
  look(protocol.preflight, (sproc, request) => sproc.preflight(request));
  look(protocol.grants, (sproc, request) => sproc.grants(request));
  look(protocol.doctor, (sproc, request) => sproc.doctor(request));
  look(protocol.planRollback, (sproc, request) => sproc.planRollback(request));
  look(protocol.planPromotion, (sproc, request) => sproc.planPromotion(request));
  look(protocol.planSync, (sproc, request) => sproc.planSync(request));
}

/** Changes servers: in a trusted workspace, with progress, until it is cancelled. */
function answerCarryingOut(context: ServerContext): void {
  answer(
    context,
    protocol.deploy,
    runMutation(context, async (sproc, request, run) => withOutcome(await sproc.deploy({ ...request, ...run }))),
  );
  answer(
    context,
    protocol.rollBack,
    runMutation(context, async (sproc, request, run) => withOutcome(await sproc.rollBack({ ...request, ...run }))),
  );
  answer(
    context,
    protocol.promote,
    runMutation(
      context,
      async (sproc, request, run) => withOutcome(await sproc.promote({ ...request, ...run })),
      'registry',
    ),
  );
  answer(
    context,
    protocol.sync,
    runMutation(context, async (sproc, request, run) => withOutcome(await sproc.sync({ ...request, ...run }))),
  );
  answerDrift(context);
  answer(
    context,
    protocol.recover,
    runMutation(context, async (sproc, request, run) => withOutcome(await sproc.recover({ ...request, ...run }), true)),
  );
}

/** Changes what Sproc keeps: the registry and the ledgers. */
function answerKeepingInOrder(context: ServerContext): void {
  answerFromSaved(
    context,
    protocol.baseline,
    runMutation(context, (sproc, request) => sproc.baseline(request), 'sources'),
  );
  answer(
    context,
    protocol.gc,
    runMutation(context, (sproc, request, run) => sproc.gc({ ...request, ...run }), 'registry'),
  );
  answer(
    context,
    protocol.acceptLedger,
    runMutation(context, (sproc, request) => sproc.acceptLedger(request)),
  );
  answer(
    context,
    protocol.copyRegistry,
    changing(context, (sproc, request) => sproc.copyRegistry(request), 'registry'),
  );
  answer(
    context,
    protocol.resolveConflict,
    changing(context, (sproc, request) => sproc.resolveConflict(request), 'registry'),
  );
}

/** Registers the drift: looking at it changes nothing and takes the sources as they are shown. */
function answerDrift(context: ServerContext): void {
  const drift = withProgress(context, async (sproc, request: Parameters<Sproc['drift']>[0], run: Run) =>
    withSummary(await sproc.drift({ ...request, ...run })),
  );
  const [look, change] = [trusted(context, drift), changing(context, drift, 'sources')];
  const changeSaved = fromSaved(context, change);
  answerIn(context, protocol.drift, (project, request, token) =>
    request.adopt === true || request.revert === true
      ? changeSaved(project, request, token)
      : project.use((sproc) => look(sproc, request, { project, token })),
  );
}

function withOutcome<T extends DeployAnswer>(
  reply: Result<T, Failure>,
  isRecovery = false,
): Result<protocol.Summarized<T>, Failure> {
  if (!reply.ok) return reply;
  return { ok: true, value: { ...reply.value, summary: summarizeOutcome(reply.value, isRecovery) } };
}

function withSummary(reply: Result<DriftAnswer, Failure>): Result<protocol.DriftReply, Failure> {
  if (!reply.ok) return reply;
  const { reverted } = reply.value;
  const summarized = reverted === null ? null : { ...reverted, summary: summarizeOutcome(reverted) };
  return { ok: true, value: { ...reply.value, reverted: summarized } };
}

interface RequestContext {
  readonly project: OpenProject;
  readonly token: CancellationToken;
}

type InOpenProject<P, T> = (project: OpenProject, request: P, token: CancellationToken) => Promise<protocol.Reply<T>>;

type UseCase<P, T> = (sproc: Sproc, request: P, run: RequestContext) => Promise<Result<T, Failure>>;

/** Answers with the sources as the editor shows them. */
function answer<P extends protocol.InProject, T>(
  context: ServerContext,
  type: RequestType<P, protocol.Reply<T>, void>,
  useCase: UseCase<P, T>,
): void {
  answerIn(context, type, (project, request, token) =>
    project.use((sproc) => useCase(sproc, request, { project, token })),
  );
}

/** Answers with the sources as they are saved: for use cases that write them. */
function answerFromSaved<P extends protocol.InProject, T>(
  context: ServerContext,
  type: RequestType<P, protocol.Reply<T>, void>,
  useCase: UseCase<P, T>,
): void {
  answerIn(context, type, fromSaved(context, useCase));
}

function fromSaved<P, T>(context: ServerContext, useCase: UseCase<P, T>): InOpenProject<P, T> {
  // The saved sproc.json is opened anew, whose mistakes would be the answer.
  return async (project, request, token) =>
    context.isTrusted() && project.isOutdated
      ? { ok: false, error: outdated }
      : project.useSaved((sproc) => useCase(sproc, request, { project, token }));
}

function answerIn<P extends protocol.InProject, T>(
  { connection, workspace }: ServerContext,
  type: RequestType<P, protocol.Reply<T>, void>,
  run: InOpenProject<P, T>,
): void {
  connection.onRequest(type.method, async (request: P, token: CancellationToken): Promise<protocol.Reply<T>> => {
    const project = workspace.project(request.project);
    if (project === null)
      return { ok: false, error: { kind: 'bad-project', message: `No project exists at ${request.project}.` } };
    return run(project, request, token);
  });
}

/** Returns a use case that needs trust, and notifies the client of the changes. */
function trusted<P, T>(
  { isTrusted, stateChanged }: ServerContext,
  useCase: UseCase<P, T>,
  changes?: 'registry' | 'sources',
): UseCase<P, T> {
  return async (sproc, request, circumstance) => {
    if (!isTrusted()) return { ok: false, error: restricted };
    const reply = await useCase(sproc, request, circumstance);
    if (changes !== undefined) stateChanged(circumstance.project, changes);
    return reply;
  };
}

/** Returns a use case that changes something, which an earlier content of sproc.json must not decide. */
function changing<P, T>(
  context: ServerContext,
  useCase: UseCase<P, T>,
  changes?: 'registry' | 'sources',
): UseCase<P, T> {
  const work = trusted(context, useCase, changes);
  return async (sproc, request, circumstance) =>
    circumstance.project.isOutdated ? { ok: false, error: outdated } : work(sproc, request, circumstance);
}

interface Run {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

type LongUseCase<P, T> = (sproc: Sproc, request: P, run: Run) => Promise<Result<T, Failure>>;
type LongRequest = WorkDoneProgressParams & { readonly environment: string };

function runMutation<P extends LongRequest, T>(
  context: ServerContext,
  useCase: LongUseCase<P, T>,
  changes?: 'registry' | 'sources',
): UseCase<P, T> {
  return changing(context, withProgress(context, useCase), changes);
}

function withProgress<P extends LongRequest, T>(context: ServerContext, useCase: LongUseCase<P, T>): UseCase<P, T> {
  return async (sproc, request, { project, token }) => {
    const { workDoneToken, environment } = request;
    const report = (value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void => {
      if (workDoneToken === undefined) return;
      void context.connection.sendProgress(WorkDoneProgress.type, workDoneToken, value);
    };
    report({ kind: 'begin', title: environment, cancellable: true });
    const onProgress = (progress: Progress): void => report({ kind: 'report', ...printProgress(progress) });
    let reply: Result<T, Failure> | null = null;
    try {
      reply = await useCase(sproc, request, { signal: toAbortSignal(token), onProgress });
      return reply;
    } finally {
      report({ kind: 'end' });
      project.snapshots.forget(environment);
      context.ledgerChanged(project, environment);
      context.stateChanged(project, 'environment');
      // Lenses and views show at once what runs there now, also of an environment that nobody has looked at.
      if (reply?.ok === true) void observe(context, project, environment);
    }
  };
}

/** Returns `3 of 12 · create shop.place_order on db1:3306/shop`, and the percentage that is done. */
function printProgress({ done, total, message }: Progress): Pick<WorkDoneProgressReport, 'message' | 'percentage'> {
  const percentage = total === 0 ? 100 : Math.round((100 * done) / total);
  return { message: done < total ? `${done + 1} of ${total} · ${message}` : message, percentage };
}

/** Reads an environment after a change, in the background; where that fails it is unknown until the next look. */
async function observe(context: ServerContext, project: OpenProject, environment: string): Promise<void> {
  await project.use((sproc) => readEnvironments(context, sproc, { environments: [environment] }, project));
}

function toAbortSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

function drawAnswer(reply: Result<GraphAnswer, Failure>): Result<protocol.GraphPicture, Failure> {
  if (!reply.ok) return reply;
  const drawn = drawCalls(reply.value);
  return drawn.ok ? { ok: true, value: { graph: reply.value, svg: drawn.value } } : drawn;
}
