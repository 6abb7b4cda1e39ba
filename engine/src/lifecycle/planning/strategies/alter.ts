/** Strategy: ALTER, which leaves the routine where it is: characteristics only; an event's schedule and body too. */
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
  render: ({ after, before }) => {
    if (after === null || before === null) throw new Error('ALTER needs the deployed and the desired definition.');
    // ALTER of a routine leaves the modes of its creation alone; the session has those that its comment is written in.
    const targetDefinition = isEventKey(after.routine.key)
      ? after
      : { ...after, settings: keptSettings(before, after) };
    const statement = isEventKey(after.routine.key) ? renderAlterEvent(after) : renderAlterRoutine(targetDefinition);
    return {
      kind: 'statements',
      settings: renderSettings(targetDefinition),
      around: null,
      statements: [statement],
      grants: [],
    };
  },
  hazards: () => [],
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

/** Renders every clause, because ALTER keeps the value of a missing one. */
function renderAlterEvent({ routine, settings }: TargetDefinition): string {
  const { key, definer, origin } = routine;
  const { script, definition } = origin;
  const { event, body } = definition;
  const slice = (span: { readonly start: number; readonly end: number }): string =>
    script.text.slice(span.start, span.end);
  return [
    'ALTER',
    definer === null ? '' : `DEFINER=${renderAccount(definer)}`,
    `EVENT ${quoteName(key.schema)}.${quoteName(key.name)}`,
    event?.schedule == null ? '' : `ON SCHEDULE ${slice(event.schedule)}`,
    `ON COMPLETION ${event?.preserve === true ? 'PRESERVE' : 'NOT PRESERVE'}`,
    renderStatus(event?.status ?? 'enable'),
    `COMMENT ${quoteTextUnder(event?.comment ?? '', settings.sqlMode)}`,
    body === null ? '' : `DO ${slice(body)}`,
  ]
    .filter((clause) => clause !== '')
    .join(' ');
}

function renderStatus(status: 'enable' | 'disable' | 'disable-on-replica'): string {
  if (status === 'enable') return 'ENABLE';
  // The older word is the one that every version of both servers understands.
  return status === 'disable' ? 'DISABLE' : 'DISABLE ON SLAVE';
}
