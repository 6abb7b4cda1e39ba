/** Checks that a saved definition holds valid server settings: some of it becomes SQL when it is restored. */
import { isRoutineKind } from '../syntax/routine-kind';
import type { SavedDefinition } from './ledger';

/**
 * Returns true if the parts that become SQL are plain words, so that a row forged together with its digest cannot run
 * another statement.
 */
export function isWellFormed(definition: Omit<SavedDefinition, 'grants'>): boolean {
  const { key, sqlMode, characterSet, collation, databaseCollation, timeZone, triggerPlace } = definition;
  return (
    isRoutineKind(key.kind) &&
    /^[A-Z0-9_,]*$/i.test(sqlMode) &&
    isCharacterSet(characterSet) &&
    (collation === '' || isCharacterSet(collation)) &&
    (databaseCollation === null || databaseCollation === '' || isCharacterSet(databaseCollation)) &&
    (timeZone === null || /^[\w+:/-]{1,64}$/.test(timeZone)) &&
    (triggerPlace === null || /^(FOLLOWS|PRECEDES) `(?:[^`]|``)+`$/.test(triggerPlace))
  );
}

function isCharacterSet(name: string): boolean {
  return /^\w{1,64}$/.test(name);
}
