/** Facts of a target that exists in memory only, for plans made without a server. */
import type { Catalog, LiveRoutine } from '../../engine/src/database/catalog';
import { maySwitchGrants, parsePrivileges } from '../../engine/src/database/read-privileges';
import type { RoutineGrant } from '../../engine/src/database/read-grants';
import type { ServerFacts } from '../../engine/src/database/connection/session';
import type { StepFinished } from '../../engine/src/ledger/ledger';
import type { Desired, Records } from '../../engine/src/lifecycle/planning/desired';
import { makeEnvironmentNaming } from '../../engine/src/lifecycle/target/environment-naming';
import { makePlan, type PlanInput } from '../../engine/src/lifecycle/planning/make-plan';
import type { Plan } from '../../engine/src/lifecycle/planning/steps/plan';
import { makeDeployedObject } from '../../engine/src/lifecycle/planning/steps/deployed-object';
import type { TargetFacts } from '../../engine/src/lifecycle/planning/target-facts';
import type { Environment } from '../../engine/src/project/environment';
import { identify, type RoutineKey } from '../../engine/src/routine/routine';
import { mysqlFacts } from './memory-session';
import { routineOf } from './routine-of';

const environment: Environment = {
  name: 'test',
  stage: 'DEVELOPMENT',
  protected: false,
  branches: [],
  prefix: '',
  targets: [
    {
      host: 'db1',
      port: 3306,
      socket: null,
      user: 'deployer',
      schema: 'shop',
      tls: 'preferred',
      ca: null,
      serverPublicKey: null,
    },
  ],
  schemas: {},
  definers: {},
  strategy: null,
  maxConnections: 4,
  sqlMode: null,
  passwordCommand: null,
  ledgerSchema: 'sproc',
  retention: { days: null, deployments: 20 },
};

export interface Scene {
  /** The definitions in the project's files. */
  readonly files: readonly string[];
  /** The definitions on the server, as in SHOW CREATE. */
  readonly live?: readonly string[];
  readonly grants?: readonly RoutineGrant[] | null;
  /** The last deployed texts of existing routines. */
  readonly deployed?: readonly string[];
  readonly server?: ServerFacts;
  readonly privileges?: string;
  readonly environment?: Partial<Environment>;
  readonly options?: Partial<PlanInput['options']>;
  readonly records?: Records;
  /** The desired ones of the files. */
  readonly only?: readonly string[];
  readonly binaryLog?: boolean;
}

export function planScene(scene: Scene): Plan {
  const { input, facts } = sceneParts(scene);
  return makePlan(input, [facts]);
}

/** Returns the input of a plan for the scene. */
export function sceneParts(scene: Scene): { readonly input: PlanInput; readonly facts: TargetFacts } {
  const there = { ...environment, ...scene.environment };
  const sources = scene.files.map((text) => routineOf(text));
  const desired: readonly Desired[] = sources
    .filter(({ key }) => scene.only === undefined || scene.only.includes(key.name))
    .map((routine) => ({ routine, version: null, place: { file: `${routine.key.name}.sql`, line: 1 } }));
  const options = { strategy: null, overwrite: false, prune: false, pruned: [], isRollback: false, ...scene.options };
  const own = sources.map(({ key }) => key);
  return {
    input: { environment: there, desired, records: scene.records ?? new Map(), workspace: sources, options },
    facts: factsOf(scene, there, own),
  };
}

function factsOf(scene: Scene, there: Environment, own: readonly RoutineKey[]): TargetFacts {
  const target = there.targets[0];
  if (target === undefined) throw new Error('An environment has a target.');
  const server = scene.server ?? mysqlFacts;
  const live = (scene.live ?? []).map((text) => liveRoutine(text, server));
  const grants = scene.grants === undefined ? [] : scene.grants;
  const catalog: Catalog = {
    schema: target.schema,
    exists: true,
    routines: live,
    unreadable: [],
    names: live.map(({ routine }) => routine.key),
    incomplete: [],
    tables: [],
    defaultCharacterSet: 'utf8mb4',
    defaultCollation: 'utf8mb4_0900_ai_ci',
    clock: null,
  };
  const privileges = parsePrivileges([
    scene.privileges ?? 'GRANT ALL PRIVILEGES ON *.* TO `deployer`@`%` WITH GRANT OPTION',
  ]);
  return {
    target,
    label: 'db1:3306/shop',
    hasLedger: true,
    naming: makeEnvironmentNaming(there, target, { config: { schema: 'shop' }, own }),
    server,
    write: {
      readOnly: false,
      superReadOnly: false,
      replicates: false,
      binaryLog: scene.binaryLog ?? false,
      trustsFunctionCreators: true,
      automaticSpPrivileges: true,
      eventScheduler: 'ON',
      lossySettings: [],
      maxAllowedPacket: 1 << 26,
      node: 'db1',
    },
    privileges,
    maySetGlobals: maySwitchGrants(server, privileges),
    accounts: new Set(['deployer@%', 'root@localhost']),
    systemAccounts: new Set(['root@localhost']),
    catalogs: new Map([[target.schema, catalog]]),
    unreadable: new Map(catalog.unreadable.map(({ key, reason }) => [identify(key), reason])),
    deployed: new Map(live.map((one) => [identify(one.routine.key), makeDeployedObject(one, grantsOn(one, grants))])),
    lastDone: new Map((scene.deployed ?? []).map((text) => lastDone(liveRoutine(text, server)))),
  };
}

function liveRoutine(text: string, server: ServerFacts): LiveRoutine {
  const reading = { dialect: server.dialect, serverVersion: server.version, client: false };
  const routine = routineOf(text, reading);
  const modes = { sqlMode: [...server.sqlMode].sort(), characterSet: 'utf8mb4', collation: 'utf8mb4_0900_ai_ci' };
  return {
    routine: { ...routine, modes },
    text: routine.origin.script.text,
    createdAt: null,
    alteredAt: null,
    databaseCollation: null,
    timeZone: null,
    triggerPlace: null,
  };
}

function lastDone({ routine }: LiveRoutine): readonly [string, StepFinished] {
  const { key, checksums } = routine;
  const step: StepFinished = {
    kind: 'step-finished',
    deployment: 'd1',
    type: 'deploy',
    environment: 'test',
    targetSchema: 'shop',
    step: 1,
    key,
    logical: key,
    action: 'create',
    strategy: 'create',
    from: null,
    to: '-',
    desired: checksums.exact,
    before: null,
    outcome: 'done',
    durationMs: 1,
    error: null,
    after: 'x',
    live: checksums.exact,
  };
  return [identify(key), step];
}

function grantsOn({ routine }: LiveRoutine, grants: readonly RoutineGrant[] | null): readonly RoutineGrant[] | null {
  return grants?.filter(({ key }) => identify(key) === identify(routine.key)) ?? null;
}
