/** A twin of the engine for the environment `dev`, whose server has the given routines and tables. */
import assert from 'node:assert/strict';
import { succeed } from '../../engine/src/base/result';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { identify } from '../../engine/src/routine/routine';
import { openProject } from '../../engine/src/use-cases/open-project';
import type { Sproc } from '../../engine/src/use-cases/sproc';
import { liveTables } from '../support/live-tables';
import { routineOf } from '../support/routine-of';
import { usualProject } from './editor';

export interface LiveEnvironment {
  /** CREATE statements. */
  readonly routines?: readonly string[];
  /** Tables in the notation of `liveTables`. */
  readonly tables?: string;
}

/** The moment at which everything was read, in the time of this machine. */
const readAt = new Date(2026, 10, 30, 16, 2);

export function environmentWith({ routines = [], tables = '' }: LiveEnvironment): typeof openProject {
  const environment = parseProjectFile(usualProject).value?.environments['dev'];
  assert.ok(environment);
  const live = routines.map((text) => routineOf(text));
  const side = {
    target: 'db:3306/shop_dev',
    routines: new Map(live.map((routine) => [identify(routine.key), routine])),
    ...{ defaultCharacterSet: null, clock: null, dialect: 'mysql' as const, sqlMode: [] },
    ...{ unreadable: new Map(), incomplete: [], findIncomplete: () => null, others: new Map(), deployed: new Map() },
    ledger: null,
  };
  return async (ports, index) => {
    const opened = await openProject(ports, index);
    if (!opened.ok) return opened;
    const status: Sproc['status'] = (request, seen) => {
      if (request.offline !== true) seen?.keep({ environment, own: new Map(), failure: null, sides: [side] });
      return opened.value.status({ ...request, offline: true }, seen);
    };
    return succeed({
      ...opened.value,
      status,
      liveTables: () => Promise.resolve(succeed({ ...liveTables(tables), readAt })),
    });
  };
}
