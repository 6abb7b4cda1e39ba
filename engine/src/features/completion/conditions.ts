/** Conditions for handlers, SIGNAL and DECLARE … CONDITION: the error codes and SQLSTATEs that routines deal with. */

/** The codes with what each means. Constants only. */
const states: readonly (readonly [state: string, meaning: string])[] = [
  ['45000', 'error of one’s own'],
  ['02000', 'no row: FETCH after the last row, SELECT … INTO without one'],
  ['23000', 'a key or a foreign key is violated, or a value is NULL'],
  ['40001', 'deadlock: the transaction was rolled back'],
  ['22001', 'a string is too long for its column'],
  ['22003', 'a number is out of range'],
  ['22007', 'a date or time is not valid'],
  ['22012', 'division by zero'],
  ['42000', 'syntax error, or a privilege is missing'],
  ['42S02', 'a table is missing'],
  ['42S22', 'a column is missing'],
  ['HY000', 'any other error'],
];

const codes: readonly (readonly [code: string, meaning: string])[] = [
  ['1062', 'a unique key has the value already'],
  ['1451', 'a row is referenced by another table'],
  ['1452', 'a referenced row is missing'],
  ['1048', 'a column is not nullable'],
  ['1213', 'deadlock: the transaction was rolled back'],
  ['1205', 'a lock was not released in time'],
  ['1329', 'no row: FETCH after the last row, SELECT … INTO without one'],
  ['1172', 'SELECT … INTO found several rows'],
  ['1146', 'a table is missing'],
  ['1305', 'a routine is missing'],
  ['1406', 'a string is too long for its column'],
  ['1264', 'a number is out of range'],
  ['1317', 'the statement was interrupted'],
  ['1644', 'SIGNAL with an SQLSTATE of one’s own'],
];

interface Condition {
  readonly text: string;
  readonly meaning: string;
}

/** Returns the SQLSTATEs as they are written, `SQLSTATE '23000'`. */
export function listStates(): readonly Condition[] {
  return states.map(([state, meaning]) => ({ text: `SQLSTATE '${state}'`, meaning }));
}

/** Returns the error codes. */
export function listCodes(): readonly Condition[] {
  return codes.map(([text, meaning]) => ({ text, meaning }));
}
