/** Strategy: ALTER, which leaves the routine where it is: characteristics only; an event's schedule and body too. */
import type { LiveRoutine } from '../../../database/catalog';
import type { DeployedEvent } from '../../../ledger/ledger';
import type { RoutineKey } from '../../../routine/routine';
import { renderAccount } from '../../../routine/render-create';
import { quoteName, quoteTextUnder } from '../../../syntax/quoting';
import { renderSettings, type TargetDefinition, type CreationSettings } from '../steps/target-definition';
import type { DeployedObject } from '../steps/plan';
import type { Change, Strategy } from './strategy';

export const alter: Strategy = {
  name: 'alter',
  suits: (change) =>
    change.after !== null && change.before !== null && (isEventKey(change.key) || isCharacteristicsOnly(change)),
  render: ({ after, before, lastEvent }) => {
    if (after === null || before === null) throw new Error('ALTER needs the deployed and the desired definition.');
    // ALTER of a routine leaves the modes of its creation alone; the session has those that its comment is written in.
    const targetDefinition = isEventKey(after.routine.key)
      ? after
      : { ...after, settings: keptSettings(before, after) };
    const statement = isEventKey(after.routine.key)
      ? renderAlterEvent(after, { live: before.live, lastEvent })
      : renderAlterRoutine(targetDefinition);
    return {
      kind: 'statements',
      settings: renderSettings(targetDefinition),
      around: null,
      statements: [statement],
      grants: [],
    };
  },
  hazards: ({ key, before, after, lastEvent }) =>
    isEventKey(key) && before !== null && after !== null ? describeEvent(after, { live: before.live, lastEvent }) : [],
};

function isEventKey({ kind }: RoutineKey): boolean {
  return kind === 'event';
}

function keptSettings({ live }: DeployedObject, { settings }: TargetDefinition): CreationSettings {
  return { ...settings, sqlMode: live.routine.modes.sqlMode ?? settings.sqlMode };
}

/**
 * Returns true if only characteristics differ, except DETERMINISTIC and the language, which cannot be altered (MySQL
 * manual, "ALTER PROCEDURE Statement").
 */
function isCharacteristicsOnly({ key, before, after, differences, server }: Change): boolean {
  if (key.kind !== 'procedure' && key.kind !== 'function') return false;
  if (differences.length === 0 || differences.some(({ kind }) => kind !== 'characteristics')) return false;
  const [from, to] = [before?.live.routine.characteristics, after?.routine.characteristics];
  // MySQL takes an empty comment for none given, and keeps the old one.
  const keepsComment = server.dialect === 'mysql' && to?.comment === '' && from?.comment !== '';
  return from?.deterministic === to?.deterministic && from?.language === to?.language && !keepsComment;
}

function renderAlterRoutine({ routine, settings }: TargetDefinition): string {
  const { key, characteristics } = routine;
  const { comment, dataAccess, security } = characteristics;
  return `ALTER ${key.kind.toUpperCase()} ${quoteName(key.schema)}.${quoteName(key.name)} COMMENT ${quoteTextUnder(comment, settings.sqlMode)} ${dataAccess} SQL SECURITY ${security}`;
}

interface LiveEvent {
  readonly live: LiveRoutine;
  readonly lastEvent: DeployedEvent | null;
}

/**
 * Returns true if the schedule is that of the existing event: a server computes a repeated one anew, so that the event
 * would run at once. Of an expression it is known only by the text that was deployed.
 */
function keepsSchedule({ routine, settings }: TargetDefinition, { live, lastEvent }: LiveEvent): boolean {
  if (settings.timeZone !== null && settings.timeZone !== live.timeZone) return false;
  const [now, wanted] = [live.routine.parts, routine.parts];
  if (now.event === null || wanted.event === null || now.event.unit !== wanted.event.unit) return false;
  const { count, ends, schedule, startsExpression } = wanted.event;
  if (count === null || ends === null || startsExpression !== null) return schedule === lastEvent?.schedule;
  return now.event.count === count && now.event.ends === ends && [null, now.starts].includes(wanted.starts);
}

/** Returns the status to set; null to keep the present one, which a text without a status does. */
function chooseStatus({ routine }: TargetDefinition, { lastEvent }: LiveEvent): EventStatus | null {
  const { event } = routine.origin.definition;
  if (event?.status != null || lastEvent?.status == null || lastEvent.status === 'enable') return event?.status ?? null;
  return 'enable';
}

function describeEvent(after: TargetDefinition, found: LiveEvent): readonly string[] {
  const { event, starts, eventStatus } = after.routine.parts;
  const isAnew = !keepsSchedule(after, found) && event !== null && event.unit !== '' && starts === null;
  const staysDisabled = chooseStatus(after, found) === null && found.live.routine.parts.eventStatus !== 'enable';
  return [
    ...(isAnew ? ['Its schedule begins anew with the deployment: it runs at once, then at that time of day.'] : []),
    ...(staysDisabled && eventStatus === null ? ['It is disabled on the server, and stays disabled.'] : []),
  ];
}

/** Renders the clauses that change: ALTER keeps the value of a missing one. */
function renderAlterEvent(after: TargetDefinition, found: LiveEvent): string {
  const { routine, settings } = after;
  const { key, definer, origin } = routine;
  const { script, definition } = origin;
  const { event, body } = definition;
  const slice = (span: { readonly start: number; readonly end: number }): string =>
    script.text.slice(span.start, span.end);
  return [
    'ALTER',
    definer === null ? '' : `DEFINER=${renderAccount(definer)}`,
    `EVENT ${quoteName(key.schema)}.${quoteName(key.name)}`,
    event?.schedule == null || keepsSchedule(after, found) ? '' : `ON SCHEDULE ${slice(event.schedule)}`,
    `ON COMPLETION ${event?.preserve === true ? 'PRESERVE' : 'NOT PRESERVE'}`,
    renderStatus(chooseStatus(after, found)),
    `COMMENT ${quoteTextUnder(event?.comment ?? '', settings.sqlMode)}`,
    body === null ? '' : `DO ${slice(body)}`,
  ]
    .filter((clause) => clause !== '')
    .join(' ');
}

type EventStatus = 'enable' | 'disable' | 'disable-on-replica';

function renderStatus(status: EventStatus | null): string {
  if (status === null) return '';
  if (status === 'enable') return 'ENABLE';
  // The older word is the one that every version of both servers understands.
  return status === 'disable' ? 'DISABLE' : 'DISABLE ON SLAVE';
}
