/** Values of options that are more than a text. */
import { InvalidArgumentError } from 'commander';
import { hasVersion, parseServerVersion } from '#engine';

export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return Number(text);
}

/** Parses a day or a moment in ISO 8601. */
export function parseMoment(text: string): string {
  const isWritten = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/.test(text);
  if (!isWritten || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('It must be a day like 2025-09-07, or a moment like 2025-09-07T12:00:00Z.');
  }
  return text;
}

/** Parses `9.7` or `10.11.18-MariaDB` as MMmmpp. */
export function parseVersion(text: string): number {
  if (!/^\d{1,2}\.\d{1,2}(\.\d{1,2})?/.test(text))
    throw new InvalidArgumentError('It must be written like 9.7 or 10.11.18.');
  if (!hasVersion('mysql', text) && !hasVersion('mariadb', text))
    throw new InvalidArgumentError('Neither MySQL nor MariaDB has such a version.');
  return parseServerVersion(/^[\d.]+/.exec(text)?.[0] ?? '');
}
