/**
 * The smoke statements that a step runs after the deployment, under the target's names, and why others are not run.
 * Pure.
 */
import { append } from '../../base/long-lists';
import type { Finding } from '../answers/finding';
import { applyEdits, collectRenames } from '../../routine/naming';
import { identify, printKey, type Routine } from '../../routine/routine';
import type { EnvironmentNaming } from '../target/environment-naming';
import { listCallees } from './order-routines';
import { lowerText } from './steps/read-for-server';
import { findLasting } from './find-lasting';
import type { FindSmoke } from './find-smoke';

export interface SmokePlan {
  /** The statements as they are sent. */
  readonly statements: readonly string[];
  /** Sentences on those that are not run. */
  readonly hazards: readonly string[];
  readonly findings: readonly Finding[];
}

export interface SmokePlanning {
  readonly naming: EnvironmentNaming;
  /** Everything that may be called and is known, by identity of the project's key. */
  readonly known: ReadonlyMap<string, Routine>;
  readonly findSmoke: FindSmoke;
  /**
   * The text that is deployed, if it is another than the one that names the statements: a call with another number of
   * arguments is skipped.
   */
  readonly restored?: Routine;
}

export function planSmoke(source: Routine, planning: SmokePlanning): SmokePlan {
  const statements: string[] = [];
  const hazards: string[] = [];
  const findings: Finding[] = [];
  for (const written of planning.findSmoke(source)) {
    const read = readSmoke(source, written);
    if (read === null) {
      findings.push(notUnderstood(source, written));
      continue;
    }
    if (planning.restored !== undefined && !fits(read, planning.restored)) {
      hazards.push(`Its smoke statement ${written} is skipped, because the restored text has other parameters.`);
      continue;
    }
    const why = findReasonAgainst(read, planning);
    if (why === null) statements.push(renderSmoke(read, planning.naming));
    else hazards.push(`Its smoke statement ${written} is skipped, because it could not be rolled back: ${why}.`);
  }
  return { statements, hazards, findings };
}

/** Returns true unless the statement calls the routine with another number of arguments. */
function fits(read: Routine, { key, signature }: Routine): boolean {
  return read.origin.definition.references.every(
    ({ kind, schema, name, arguments: given }) =>
      (kind !== 'call' && kind !== 'function') ||
      identify({ kind: kind === 'call' ? 'procedure' : 'function', schema: schema ?? read.key.schema, name }) !==
        identify(key) ||
      given.length === signature.parameters.length,
  );
}

/** Reads a statement as the body of a procedure, so that it is parsed, resolved and renamed like any other. */
function readSmoke({ key, modes, origin }: Routine, written: string): Routine | null {
  const around = { schema: key.schema, kind: 'procedure', name: 'sproc_smoke' } as const;
  const reading = { ...origin.parserOptions, client: false };
  const read = lowerText(`CREATE PROCEDURE sproc_smoke()\n${written}`, reading, around, modes);
  if (read === null || read.origin.script.definitions.length !== 1 || read.origin.script.others.length > 0) return null;
  const { statement, errors } = read.origin.definition;
  if (errors.length > 0 || read.origin.script.errors.length > 0) return null;
  const isOne = statement?.kind === 'call' || (statement?.kind === 'sql' && statement.verb === 'SELECT');
  return isOne ? read : null;
}

function renderSmoke(read: Routine, naming: EnvironmentNaming): string {
  const { script, definition } = read.origin;
  return definition.body === null
    ? ''
    : applyEdits(script.text, definition.body, collectRenames(read, naming.toPhysical));
}

/**
 * Returns why a statement is not run. Only procedures can commit: the server does not allow it in functions and
 * triggers.
 */
function findReasonAgainst(read: Routine, { known }: SmokePlanning): string | null {
  const own = findLasting(read);
  if (own !== null) return `it contains ${own}`;
  const seen = new Set<string>();
  const queue = [...listProcedures(read)];
  for (let identity = queue.pop(); identity !== undefined; identity = queue.pop()) {
    if (seen.has(identity)) continue;
    seen.add(identity);
    const routine = known.get(identity);
    if (routine === undefined) return `the text of ${identity} is unknown`;
    const lasting = findLasting(routine);
    if (lasting !== null) return `${printKey(routine.key)} contains ${lasting}`;
    append(queue, listProcedures(routine));
  }
  return null;
}

function listProcedures(routine: Routine): readonly string[] {
  return listCallees(routine).filter((identity) => identity.startsWith('procedure '));
}

function notUnderstood({ key }: Routine, written: string): Finding {
  return {
    severity: 'error',
    code: 'smoke',
    message: `The smoke statement of ${printKey(key)} is neither a CALL nor a SELECT: ${written}`,
    remedy: 'Correct the comment, for example: `-- sproc:smoke CALL place_order(1, @left)`.',
  };
}

/** Returns the routines that may be called: a deployed one takes precedence over the workspace's. */
export function listKnown(workspace: readonly Routine[], desired: readonly Routine[]): ReadonlyMap<string, Routine> {
  return new Map([...workspace, ...desired].map((routine) => [identify(routine.key), routine]));
}
