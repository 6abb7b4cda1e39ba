/** Creates the checksums of a routine; docs/formats/registry.md defines what is hashed. */
import { checksum } from '../base/checksum';
import type { RoutineKind } from '../syntax/routine-kind';
import type { Checksums } from './checksums';
import type { Account, Characteristics, CreationModes, StoredParts } from './routine';

export interface Hashed {
  readonly kind: RoutineKind;
  readonly characteristics: Characteristics;
  readonly definer: Account | null;
  readonly modes: CreationModes;
  readonly parts: StoredParts;
  /** Parameters and body as token streams. */
  readonly semantic: { readonly parameters: string; readonly body: string };
}

/** Creates all checksums. The name is not hashed: it is the key, and prefixes change it between environments. */
export function makeChecksums(hashed: Hashed): Checksums {
  return {
    exact: makeExactChecksum(hashed),
    semantic: checksum(...listShape(hashed), hashed.semantic.parameters, hashed.semantic.body),
    semanticBody: checksum(hashed.semantic.body),
  };
}

/** Creates the exact checksum, the only one that includes definer and modes. */
export function makeExactChecksum(hashed: Omit<Hashed, 'semantic'>): string {
  const { parts, definer, modes } = hashed;
  return checksum(
    ...listShape(hashed),
    parts.parameters ?? '-',
    parts.body,
    definer === null ? '-' : `${definer.user}@${definer.host || '%'}`,
    modes.sqlMode?.join(',') ?? '-',
    modes.characterSet ?? '-',
    modes.collation ?? '-',
  );
}

function listShape({ kind, characteristics, parts }: Omit<Hashed, 'semantic'>): readonly string[] {
  const { clause, viewHead, starts, eventStatus, returns } = parts;
  return [
    kind,
    printCharacteristics(characteristics),
    viewHead === '' ? clause : `${clause}; ${viewHead}`,
    starts ?? '-',
    eventStatus ?? '-',
    returns === null ? '-' : [returns.type, returns.characterSet, returns.collation].join(' '),
  ];
}

/** Returns `DETERMINISTIC READS SQL DATA SQL SECURITY INVOKER COMMENT 'x'`: only values that are not the default. */
export function printCharacteristics(characteristics: Characteristics): string {
  const { comment, language, deterministic, dataAccess, security } = characteristics;
  return [
    language === 'SQL' ? '' : `LANGUAGE ${language}`,
    deterministic ? 'DETERMINISTIC' : '',
    dataAccess === 'CONTAINS SQL' ? '' : dataAccess,
    security === 'DEFINER' ? '' : 'SQL SECURITY INVOKER',
    comment === '' ? '' : `COMMENT ${JSON.stringify(comment)}`,
  ]
    .filter((word) => word !== '')
    .join(' ');
}
