/** Migrates a registry's folder to format 2, once: every status log is rewritten, each completely or not at all. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { rechain } from '../records/chain-lines';
import { statusPath } from './folder-layout';
import { findReading, listReadings, textsOf, type RecordReading } from './read-records';
import { formatPath, newestFormat, readFormat } from './registry-format';
import type { RegistryWriter } from './registry-files';
import type { RoutineKey } from '../../routine/routine';

/** A function that shows a person one sentence beside the answers. */
export type Report = (sentence: string) => void;

/** Migrates the folder; only while holding it, and after the pending write is completed. */
export async function migrateFolder(files: RegistryWriter, report: Report): Promise<Result<void, Failure>> {
  const format = await readFormat(files);
  if (!format.ok) return format;
  if (format.value === newestFormat) return succeed(undefined);
  const readings = await listReadings(files);
  if (!readings.ok) return readings;
  let migrated = 0;
  for (const reading of readings.value) {
    const done = await migrateLog(files, reading);
    if (!done.ok) return done;
    if (done.value) migrated++;
  }
  await files.create(formatPath, `${JSON.stringify({ format: newestFormat })}\n`);
  if (migrated > 0) report(`The registry in ${files.folder} was migrated to format ${newestFormat}.`);
  return succeed(undefined);
}

/** Migrates a log that came in the old format from a branch that was not migrated yet, and reads it. */
export async function readMigrated(
  files: RegistryWriter,
  key: RoutineKey,
): Promise<Result<RecordReading | null, Failure>> {
  const reading = await findReading(files, key);
  if (!reading.ok || reading.value === null) return reading;
  const migrated = await migrateLog(files, reading.value);
  if (!migrated.ok) return migrated;
  return migrated.value ? findReading(files, key) : reading;
}

/** Returns false if no migration is needed. A log in conflict waits until it is resolved. */
async function migrateLog(
  files: RegistryWriter,
  { record, replay, doubles, log }: RecordReading,
): Promise<Result<boolean, Failure>> {
  if (record.conflict !== null || log.ours.every(({ line }) => line.format === newestFormat)) return succeed(false);
  const lines = rechain(null, replay.proven, textsOf(record.versions, doubles, log).ours);
  await files.replace(statusPath(record.key), lines.map(({ raw }) => `${raw}\n`).join(''));
  return succeed(true);
}
