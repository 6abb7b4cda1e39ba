/** A routine in one normal layout of its head, so that a file and what a server gives back can be laid side by side. */
import { printCharacteristics } from './make-checksums';
import { printKey, type Account, type Routine } from './routine';

/**
 * Prints a routine for people. It is not executable: names are not quoted, and parts that the source does not state are
 * left out.
 */
export function printRoutine(routine: Routine): string {
  const { key, parts } = routine;
  if (key.kind === 'view' || key.kind === 'package' || key.kind === 'package body') return `${routine.text}\n`;
  const lines = [
    `CREATE ${key.kind.toUpperCase()} ${printKey(key)}${parts.parameters === null ? '' : `(${parts.parameters})`}`,
    returnsLine(routine),
    clauseLine(routine),
    `    ${printCharacteristics(routine.characteristics)}`.trimEnd(),
    parts.body,
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

/** Prints the definer and the modes of a routine for people, one per line. */
export function printAttributes(routine: Routine): string {
  const { definer, modes } = routine;
  return [
    definer === null ? '' : `-- definer: ${printAccount(definer)}`,
    modes.sqlMode === null ? '' : `-- sql_mode: ${modes.sqlMode.join(',')}`,
    modes.characterSet === null ? '' : `-- character_set_client: ${modes.characterSet}`,
    modes.collation === null ? '' : `-- collation_connection: ${modes.collation}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** Returns `app@localhost`, or `app@%` without a host. */
export function printAccount({ user, host }: Account): string {
  return `${user}@${host || '%'}`;
}

function returnsLine({ parts }: Routine): string {
  return parts.returns === null ? '' : `    RETURNS ${parts.returns.type}`;
}

function clauseLine({ key, parts, origin }: Routine): string {
  if (key.kind === 'trigger') return `    ${parts.clause} FOR EACH ROW`;
  const { event } = origin.definition;
  if (event === null) return '';
  return [
    `    ON SCHEDULE ${parts.event?.schedule ?? ''}`,
    `    ON COMPLETION ${event.preserve === true ? 'PRESERVE' : 'NOT PRESERVE'}`,
    `    ${(event.status ?? 'enable').toUpperCase().replaceAll('-', ' ')}`,
    ...(event.comment === null ? [] : [`    COMMENT ${JSON.stringify(event.comment)}`]),
  ].join('\n');
}
