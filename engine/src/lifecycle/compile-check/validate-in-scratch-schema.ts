/**
 * The validation in a scratch schema: what the plan creates is created there in its order, which finds errors that the
 * compile check cannot.
 */
import { append } from '../../base/long-lists';
import type { RoutineKind } from '../../syntax/routine-kind';
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { dropHelper, explainForeign, makeHelper, type HelperSchema } from '../../database/helper-schema';
import { explainServerError, type Asked } from '../../database/connection/mysql-errors';
import { readSchemaDefaults, renderDefaults } from '../../database/schema-defaults';
import type { ServerError, Session } from '../../database/connection/session';
import { printCharacteristics } from '../../routine/make-checksums';
import { printAccount } from '../../routine/print-routine';
import { bodyOf, identify } from '../../routine/routine';
import { quoteName } from '../../syntax/quoting';
import {
  ownCharacterSet,
  renderTargetDefinition,
  renderSettings,
  restoreTargetDefinition,
  type TargetDefinition,
} from '../planning/steps/target-definition';
import { quotedCharacters } from '../planning/steps/packet-size';
import type { DeploymentStep } from '../planning/steps/plan';
import { prepareSession } from '../target/prepare-session';
import { explainRejection, inPlaceOf, type Rejection } from './compile-check';
import { findMisread } from './read-scratch';
import { makeScratchNames, type ScratchNames } from './scratch-names';
import { isOfScratch, renderScratchRoutine, renderScratchView } from './scratch-view';
import { listCallees } from '../planning/order-routines';
import { readDeployedObject } from '../planning/steps/deployed-object';
import { splitPackets, type Packing } from '../planning/steps/split-packets';
import { markLength } from '../target/statement-mark';
import type { TargetSessions } from '../target/target-sessions';

/**
 * Finds a missing definer, error 1419 and similar. If the account may not create a schema, this validation is skipped;
 * a schema of that name without Sproc's marker stops the deployment. The caller holds the lease, and every text has
 * passed the compile check.
 */
export async function validateInScratchSchema(
  steps: readonly DeploymentStep[],
  sessions: TargetSessions,
  { asked, scratch, maxAllowedPacket }: Scratch,
): Promise<Result<readonly Rejection[], Failure>> {
  const trials = chooseTrials(steps);
  if (trials.length === 0) return succeed([]);
  const opened = await sessions.get('scratch');
  if (!opened.ok) return opened;
  const session = opened.value;
  const rejections: Rejection[] = [];
  const folds = session.server.foldsNames === true;
  for (const { home, own } of groupTrials(trials)) {
    const defaults = await readSchemaDefaults(session, home);
    const made = defaults.ok ? await makeHelper(session, scratch, defaults.value) : defaults;
    if (!made.ok && !made.error.connectionLost) break;
    if (!made.ok) return fail(explainServerError(made.error, asked));
    if (made.value === 'foreign') return fail(explainForeign(scratch));
    const keys = own.map(({ step }) => step.key);
    const names = makeScratchNames(keys, scratch.name, folds);
    const tried = await tryAll(own, { session, names, asked, home: { schema: home } }, maxAllowedPacket);
    if (!tried.ok) return tried;
    const rejected = new Set(tried.value.map(({ step }) => step));
    const stored = own.filter(({ step }) => !rejected.has(step));
    const misread = await findMisread(stored, { session, scratch: scratch.name });
    if (!misread.ok) return fail(explainServerError(misread.error, asked));
    append(rejections, tried.value);
    append(rejections, misread.value);
  }
  await dropHelper(session, scratch);
  return succeed(rejections);
}

/**
 * Groups what is created there together: that of one schema, since the meaning of a type without a character set
 * depends on its schema. Views may read those of other schemas, and call functions there: they are all in one group.
 */
function groupTrials(trials: readonly Trial[]): readonly { readonly home: string; readonly own: readonly Trial[] }[] {
  const used = new Set(trials.flatMap((trial) => (isView(trial) ? listCallees(trial.after.routine) : [])));
  const isAcross = (trial: Trial): boolean => isView(trial) || used.has(identify(trial.step.key));
  const schemas = [...new Set(trials.map(({ step }) => step.key.schema))];
  if (schemas.length === 1) return schemas.map((home) => ({ home, own: trials }));
  const across = trials.filter(isAcross);
  const alone = schemas.map((home) => ({
    home,
    own: trials.filter((trial) => trial.step.key.schema === home && !isAcross(trial)),
  }));
  return [...alone, { home: across[0]?.step.key.schema ?? '', own: across }].filter(({ own }) => own.length > 0);
}

async function tryAll(
  trials: readonly Trial[],
  place: TrialPlace,
  maxAllowedPacket: number,
): Promise<Result<readonly Rejection[], Failure>> {
  const rejections: Rejection[] = [];
  for (const packet of splitPackets(trials, { ...packing, limit: quotedCharacters(maxAllowedPacket) }))
    for (const [trial, error] of await tryPacket(packet, place)) {
      if (error.connectionLost) return fail(explainServerError(error, place.asked));
      rejections.push(explainRejection(trial.step, restoreNames(place, trial.step, error), place.asked));
    }
  return succeed(rejections);
}

function restoreNames({ names }: TrialPlace, step: DeploymentStep, error: ServerError): ServerError {
  return inPlaceOf(names.schema, step, { ...error, message: names.restore(error.message) });
}

interface Scratch {
  readonly asked: Asked;
  readonly scratch: HelperSchema;
  readonly maxAllowedPacket: number;
}

/** Returns true if any step is tried there. */
export function isTriedInScratch(steps: readonly DeploymentStep[]): boolean {
  return chooseTrials(steps).length > 0;
}

/** Removes the schema of an interrupted validation; without the privilege there was none. */
export async function dropScratch(sessions: TargetSessions, scratch: HelperSchema): Promise<void> {
  const session = await sessions.get('scratch');
  if (session.ok) await dropHelper(session.value, scratch);
}

interface Trial {
  readonly step: DeploymentStep;
  readonly after: TargetDefinition;
  readonly settings: string;
  /** The package of a package's body, if the plan has it; null for the existing one. */
  readonly package: TargetDefinition | null;
}

/**
 * Chooses every step that replaces a routine. A plain creation, which cannot lose anything, is tried if it has a trait
 * that no earlier text had: the errors that the compile check misses depend on the head alone, never on the body.
 * Views are always tried, since only their creation resolves their columns, with the functions that they use. Events
 * would run: they are left to the compile check.
 */
function chooseTrials(steps: readonly DeploymentStep[]): readonly Trial[] {
  const seen = new Set<string>();
  const views = steps.flatMap(({ after, key }) => (after === null || key.kind !== 'view' ? [] : [after.routine]));
  const used = new Set(views.flatMap(listCallees));
  const packages = new Map(
    steps.filter(({ key }) => key.kind === 'package').map((step) => [identify(bodyOf(step.key)), step.after]),
  );
  return steps.flatMap((step): readonly Trial[] => {
    const { after, before, key } = step;
    if (after === null || ownCharacterSet(after) !== null) return [];
    if (!isTried(key.kind)) return [];
    const settings = renderSettings(after);
    const trial: Trial = { step, after, settings, package: null };
    if (key.kind === 'package body') return [{ ...trial, package: packages.get(identify(key)) ?? null }];
    const fresh = listTraits(after, settings).filter((trait) => !seen.has(trait));
    for (const trait of fresh) seen.add(trait);
    const isNeeded = before !== null || key.kind === 'trigger' || key.kind === 'view' || used.has(identify(key));
    return isNeeded || fresh.length > 0 ? [trial] : [];
  });
}

/** Returns true for a kind that is tried. The compile check of a package is complete, but not that of its body. */
function isTried(kind: RoutineKind): boolean {
  return kind !== 'event' && kind !== 'package';
}

/** Lists the traits for which a server may reject a routine when it stores it. */
function listTraits({ routine }: TargetDefinition, settings: string): readonly string[] {
  const { key, definer, characteristics, signature, parts } = routine;
  const { comment } = characteristics;
  const plain = printCharacteristics({ ...characteristics, comment: '' });
  return [
    settings,
    `${key.kind} ${plain} ${definer === null ? '' : printAccount(definer)}`,
    `name ${isPlain(key.name) ? '' : key.name}`,
    `comment ${isPlain(comment) ? '' : comment}`,
    `returns ${JSON.stringify(parts.returns)}`,
    ...signature.parameters.map(({ mode, name, type }) => `${mode} ${type} ${isPlain(name) ? '' : name}`),
  ];
}

/** Returns true for a short ASCII text. */
function isPlain(text: string): boolean {
  return /^[ -~]{0,60}$/.test(text);
}

/** Triggers go alone, since they need their tables, bodies, since they need their packages, and views for their USE. */
const packing: Packing<Trial> = {
  most: 25,
  measure: ({ after }) => after.routine.text.length + markLength,
  joins: (first, trial) =>
    first.settings === trial.settings &&
    first.step.key.schema === trial.step.key.schema &&
    !goesAlone(first) &&
    !goesAlone(trial),
};

function goesAlone({ after }: Trial): boolean {
  const { kind } = after.routine.key;
  return kind === 'trigger' || kind === 'package body' || kind === 'view';
}

interface TrialPlace {
  readonly session: Session;
  readonly names: ScratchNames;
  readonly asked: Asked;
  /** The schema whose defaults the scratch schema has. */
  readonly home: { schema: string };
}

/** Returns the rejected texts. An error ends a packet, so its texts are then tried one by one. */
async function tryPacket(
  packet: readonly Trial[],
  place: TrialPlace,
): Promise<readonly (readonly [Trial, ServerError])[]> {
  const [first] = packet;
  if (first === undefined) return [];
  const { session, names } = place;
  const moved = await takeDefaults(first.step.key.schema, place);
  if (!moved.ok) return moved.error.connectionLost ? [[first, moved.error]] : [];
  const set = await prepareSession(session, first.settings);
  if (!set.ok) return [[first, set.error]];
  // A view reads the tables of its own schema.
  const used = isView(first) ? first.step.key.schema : names.schema;
  await session.query(`USE ${quoteName(used)}`);
  const creates = packet.map((trial) =>
    isView(trial) ? (renderScratchView(trial.after, names) ?? '') : renderScratchRoutine(trial.after, names),
  );
  if (packet.length > 1 && (await session.queryMany(creates)).ok) return [];
  const rejected: (readonly [Trial, ServerError])[] = [];
  for (const [i, trial] of packet.entries()) {
    const error = await tryAlone(trial, creates[i] ?? '', place);
    if (error !== null) rejected.push([trial, error]);
    if (error?.connectionLost === true) break;
  }
  return rejected;
}

/** Gives the scratch schema the defaults of another schema, for the next texts. */
async function takeDefaults(
  schema: string,
  { session, names, home }: TrialPlace,
): Promise<Result<unknown, ServerError>> {
  if (home.schema === schema) return succeed(null);
  const defaults = await readSchemaDefaults(session, schema);
  if (!defaults.ok) return defaults;
  home.schema = schema;
  const rendered = defaults.value === null ? '' : renderDefaults(defaults.value);
  return rendered === '' ? succeed(null) : session.query(`ALTER DATABASE ${quoteName(names.schema)}${rendered}`);
}

async function tryAlone(trial: Trial, create: string, place: TrialPlace): Promise<ServerError | null> {
  if (create === '') return null;
  const { session } = place;
  const { kind } = trial.after.routine.key;
  const error = kind === 'package body' ? await makePackage(trial, place) : await copyTable(trial, place);
  // A dependency is missing or not readable: the deployment reports it, and loses nothing.
  if (error !== null) return error !== 'unknown' && error.connectionLost ? error : null;
  const set = await prepareSession(session, trial.settings);
  const tried = set.ok ? await session.query(create) : set;
  if (tried.ok || alreadyThere.has(tried.error.errno)) return null;
  return isView(trial) && isOfScratch(tried.error, place.names.schema) ? null : tried.error;
}

function isView({ after }: Pick<Trial, 'after'>): boolean {
  return after.routine.key.kind === 'view';
}

/** Copies the table of a trigger, without its rows. */
async function copyTable({ after }: Trial, place: TrialPlace): Promise<ServerError | null> {
  const { session } = place;
  const scratch = place.names.schema;
  const { key, origin } = after.routine;
  const table = origin.definition.trigger?.table;
  if (table === undefined) return null;
  const real = `${quoteName(table.schema?.text ?? key.schema)}.${quoteName(table.name.text)}`;
  const copy = await session.query(
    `CREATE TABLE IF NOT EXISTS ${quoteName(scratch)}.${quoteName(table.name.text)} LIKE ${real}`,
  );
  if (!copy.ok) return copy.error;
  await makeNeighbour(after, place);
  return null;
}

/**
 * Creates the trigger that this one follows or precedes, if it exists on the target; one of the plan already exists
 * here.
 */
async function makeNeighbour({ routine }: TargetDefinition, { session, names }: TrialPlace): Promise<void> {
  const { key, origin } = routine;
  const { trigger } = origin.definition;
  if (trigger?.order == null) return;
  const { name, schema } = trigger.order.trigger;
  const found = await session.query(
    'SELECT 1 AS one FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? AND TRIGGER_NAME = ?',
    [schema?.text ?? key.schema, name.text],
  );
  if (!found.ok || found.value.length === 0) return;
  const [event = 'insert'] = trigger.events;
  const scratch = names.schema;
  const table = `${quoteName(scratch)}.${quoteName(trigger.table.name.text)}`;
  await session.query(
    `CREATE TRIGGER ${quoteName(scratch)}.${quoteName(name.text)} ${trigger.timing} ${event} ON ${table} FOR EACH ROW SET @sproc = 1`,
  );
}

async function makePackage(
  trial: Trial,
  { session, names, asked }: TrialPlace,
): Promise<ServerError | 'unknown' | null> {
  const { key } = trial.after.routine;
  const there = trial.package === null ? await readDeployedObject(session, { ...key, kind: 'package' }, asked) : null;
  if (there?.ok === false) return 'unknown';
  const saved = there?.value?.saved;
  const whole = trial.package ?? (saved === undefined ? null : restoreTargetDefinition(saved, session.server));
  if (whole === null) return saved === undefined ? null : 'unknown';
  const set = await prepareSession(session, renderSettings(whole));
  const made = set.ok
    ? await session.query(renderTargetDefinition(whole, { schema: names.schema, orReplace: true }))
    : set;
  return made.ok ? null : made.error;
}

/** The errors for objects that already exist: those of a failed packet remain in the scratch schema. */
const alreadyThere: ReadonlySet<number> = new Set([1304, 1359]);
