/** Reads an environment for the editor: the states of its routines, and its tables with their columns. */
import type { Failure, Result, Sproc, StatusAnswer, StatusRequest } from '#engine';
import type { OpenProject } from './open-project';

export interface ReadStatus {
  readonly answer: StatusAnswer;
  /** True if the routines or the tables differ from those of the last look. */
  readonly isNew: boolean;
}

/** Keeps what it has read in the snapshots of the project; unreadable tables remain as they were. */
export async function readStatus(
  sproc: Sproc,
  request: StatusRequest,
  project: OpenProject,
): Promise<Result<ReadStatus, Failure>> {
  const { snapshots } = project;
  const isOffline = request.offline === true;
  const reply = await sproc.status(request, isOffline ? undefined : snapshots.seen);
  if (!reply.ok) return reply;
  const isNew = isOffline
    ? snapshots.add(reply.value, null)
    : snapshots.add(reply.value, new Date(), request.environments);
  const hasNewTables = await lookAtTables(sproc, reply.value, project);
  return { ok: true, value: { answer: reply.value, isNew: isNew || hasNewTables } };
}

/** Reads the tables of the environments whose routines were requested. */
async function lookAtTables(sproc: Sproc, { routines }: StatusAnswer, project: OpenProject): Promise<boolean> {
  const names = [...new Set(routines.flatMap(({ environments }) => Object.keys(environments)))];
  const news = await Promise.all(
    names.map(async (name) => {
      const environment = project.config?.environments[name];
      const liveSchema = await project.lookAtTables(sproc, name);
      if (environment === undefined || liveSchema === null) return false;
      return project.snapshots.addTables(environment, liveSchema);
    }),
  );
  return news.includes(true);
}
