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
    ...makeExactChecksums(hashed),
    semantic: checksum(...listShape(hashed), hashed.semantic.parameters, hashed.semantic.body),
    semanticBody: checksum(hashed.semantic.body),
  };
}

/**
 * Creates the exact checksum, the only one that includes definer and modes, and the one that earlier versions of Sproc
 * made where it differs.
 */
export function makeExactChecksums(hashed: Omit<Hashed, 'semantic'>): Pick<Checksums, 'exact' | 'former'> {
  const { timeZone } = hashed.modes;
  const exact = hashExactly(hashed, [...listShape(hashed), ...(timeZone === undefined ? [] : [timeZone])]);
  const former = hashExactly(hashed, listShape(hashed, 'former'));
  return former === exact ? { exact } : { exact, former };
}

function hashExactly({ parts, definer, modes }: Omit<Hashed, 'semantic'>, shape: readonly string[]): string {
  return checksum(
    ...shape,
    parts.parameters ?? '-',
    parts.body,
    definer === null ? '-' : `${definer.user}@${definer.host || '%'}`,
    modes.sqlMode?.join(',') ?? '-',
    modes.characterSet ?? '-',
    modes.collation ?? '-',
  );
}

/** Lists the parts before the texts. Formerly an order of triggers and an expression of STARTS or AT were none. */
function listShape(
  { kind, characteristics, parts }: Omit<Hashed, 'semantic'>,
  form: 'former' | 'present' = 'present',
): readonly string[] {
  const { viewHead, eventStatus, returns } = parts;
  const starts = parts.starts ?? (form === 'former' ? null : (parts.event?.startsExpression ?? null));
  const order = form === 'former' ? '' : printOrder(parts.order);
  const clause = order === '' ? parts.clause : `${parts.clause} ${order}`;
  return [
    kind,
    printCharacteristics(characteristics),
    viewHead === '' ? clause : `${clause}; ${viewHead}`,
    starts ?? '-',
    eventStatus ?? '-',
    returns === null ? '-' : [returns.type, returns.characterSet, returns.collation].join(' '),
  ];
}

/** Returns `follows a`; empty for the order on a server, which changes with the triggers around. */
export function printOrder(order: StoredParts['order']): string {
  if (order === null || order.isComplete) return '';
  return [...order.before.map((name) => `follows ${name}`), ...order.after.map((name) => `precedes ${name}`)].join(' ');
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
