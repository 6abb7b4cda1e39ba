/**
 * The format of the whole folder, in `registry.json`. Nothing else in a folder of an unknown format is read or written.
 */
import { failure, type Failure } from '../../base/failure';
import { parseJsonSafely } from '../../base/parse-json';
import { succeed, type Result } from '../../base/result';
import { rejectDamaged } from '../records/damaged-file';
import { isRecord } from '../records/parse-facts';
import type { RegistryReader } from './registry-files';

export const formatPath = 'registry.json';
export const newestFormat = 2;

/** Returns 1 if the file is missing: earlier versions of Sproc wrote none. */
export async function readFormat(files: Pick<RegistryReader, 'folder' | 'read'>): Promise<Result<1 | 2, Failure>> {
  const text = await files.read(formatPath);
  if (text === null) return succeed(1);
  const parsed = parseJsonSafely(text, { maxBytes: 10_000, maxDepth: 4 });
  if (!parsed.ok) return rejectDamaged(files.folder, formatPath, parsed.error);
  const fields = isRecord(parsed.value) ? parsed.value : {};
  const { format } = fields;
  if (Number.isInteger(format) && Number(format) > newestFormat)
    return failure(
      'bad-input',
      `The registry in ${files.folder} has format ${Number(format)}, which only a newer version of Sproc can read.`,
      'Update Sproc.',
    );
  const isKnown = format === newestFormat && Object.keys(fields).length === 1;
  return isKnown
    ? succeed(newestFormat)
    : rejectDamaged(files.folder, formatPath, (name) => `${name} does not contain {"format":${newestFormat}}.`);
}
