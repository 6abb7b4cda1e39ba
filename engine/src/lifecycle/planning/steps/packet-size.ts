/**
 * The size of a step's packets in bytes: a packet above the server's max_allowed_packet is known before anything is
 * sent.
 */
import { largest } from '../../../base/long-lists';
import { joinSql, type Sql } from '../../../database/connection/session';
import { chainRow, emptyHead } from '../../../ledger/chain';
import type { SavedDefinition, StepIntended } from '../../../ledger/ledger';
import { renderAppend } from '../../../ledger/render-append';
import { renderTargetDefinition, renderSettings, type TargetDefinition } from './target-definition';
import type { DeploymentStep } from './plan';
import { markEach, markLength } from '../../target/statement-mark';
import type { OpenTarget } from '../../target/target-at-work';
import { splitCharacters } from './split-packets';
import { listPackets, listStatements } from './step-script';

/** The environment and schemas of the ledger that records the step. */
export interface JournalPlace {
  readonly environment: string;
  readonly ledgerSchema: string;
  readonly targetSchema: string;
}

export function journalPlaceOf({ environment, target }: Pick<OpenTarget, 'environment' | 'target'>): JournalPlace {
  return { environment: environment.name, ledgerSchema: environment.ledgerSchema, targetSchema: target.schema };
}

/**
 * Returns the bytes of the largest packet of a separate step, if they exceed the server's limit; otherwise null. Its
 * statements count, and its rows of the ledger, in which the same text is JSON within SQL.
 */
export function measureTooLarge(step: DeploymentStep, place: JournalPlace, maxAllowedPacket: number): number | null {
  if (countCharacters(step) <= journalCharacters(maxAllowedPacket)) return null;
  const bytes = largestPacket(step, place);
  return bytes < maxAllowedPacket ? null : bytes;
}

/**
 * Returns the characters of the statements and of the existing text, which the ledger stores both, with the rest of its
 * rows.
 */
export function countCharacters({ script, before }: DeploymentStep): number {
  return listStatements(script).join().length + (before?.saved.text.length ?? 0) + rowCharacters;
}

function largestPacket(step: DeploymentStep, place: JournalPlace): number {
  const { script, before, after } = step;
  const compiled = after === null ? [] : [renderSettings(after), renderTargetDefinition(after)];
  const packets = [...listPackets(script), ...compiled].map((sql) => measurePacket(sql) + renamedBytes);
  const intended = measureAppend(place, describeIntent(step, place), before === null ? [] : [before.saved]);
  // The row of the outcome is shorter; its definition may be longer.
  const outcome =
    after === null ? 0 : measureAppend(place, { ...describeIntent(step, place), sql: [] }, [saveOf(step, after)]);
  return largest(packets, Math.max(intended, outcome));
}

/** Returns the bytes of a packet with the mark of the deployment before each statement. */
function measurePacket(sql: Sql): number {
  return Buffer.byteLength(joinSql(markEach(sql, ' '.repeat(markLength))));
}

/** The bytes of a longer schema name, and of the server's overhead. */
const renamedBytes = 500;

/** An error's sentence, and what the row of this very deployment may have longer than the one that is measured. */
const journalMargin = 1_500;

function measureAppend(
  { ledgerSchema }: JournalPlace,
  entry: StepIntended,
  definitions: readonly SavedDefinition[],
): number {
  const row = {
    entry,
    definitions,
    ...chainRow(emptyHead, { at: '2000-01-01T00:00:00.000000Z', account: longestAccount, isSigned: true, entry }),
  };
  return measurePacket([...renderAppend(ledgerSchema, [row], someChecksum), 'COMMIT']) + journalMargin;
}

/** 32 characters and a host name of 255, of which some are escaped. */
const longestAccount = 'x'.repeat(400);

const someChecksum = '0'.repeat(64);

function describeIntent(
  { key, logical, action, strategy, from, to, script }: DeploymentStep,
  { environment, targetSchema }: JournalPlace,
): StepIntended {
  const checksums = { desired: someChecksum, before: someChecksum, expected: someChecksum };
  const about = { deployment: someChecksum, type: 'deploy', environment, targetSchema, step: 1_000_000 } as const;
  const which = { key, logical, action, strategy, from, to };
  return { kind: 'step-intended', ...about, ...which, ...checksums, sql: listStatements(script) };
}

/** Returns a definition as long as the one that will be read back. */
function saveOf({ key, before }: DeploymentStep, after: TargetDefinition): SavedDefinition {
  const { sqlMode, characterSet, collation } = after.settings;
  const unsaid = { databaseCollation: null, timeZone: null, triggerPlace: null, grants: before?.saved.grants ?? null };
  return {
    key,
    text: renderTargetDefinition(after),
    sqlMode: sqlMode.join(','),
    characterSet,
    collation: collation ?? '',
    ...unsaid,
  };
}

/**
 * Returns the number of characters that may share a packet if their text is sent as it is or quoted: no character then
 * takes more than three bytes, and a text alone in a packet was measured.
 */
export function quotedCharacters(maxAllowedPacket: number): number {
  return Math.min(splitCharacters, Math.floor(maxAllowedPacket / 3) - renamedBytes);
}

/** Returns the same for rows of the ledger: `\\u0000` in quotes takes seven bytes. */
export function journalCharacters(maxAllowedPacket: number): number {
  return Math.min(splitCharacters, Math.floor(maxAllowedPacket / 7));
}

/** The characters of a step's rows without its texts. */
const rowCharacters = 500;
