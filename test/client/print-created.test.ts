/** The message after a first sproc.json was made. */
import assert from 'node:assert/strict';
import type { InitAnswer } from '#engine';
import { printCreated } from '../../client/src/documents/print-created';

const created: InitAnswer = {
  ...{ file: '/p/sproc.json', written: true, text: '', files: 12, sources: [], definers: [], copies: [] },
  routines: [
    { kind: 'procedure', count: 20 },
    { kind: 'function', count: 1 },
  ],
  dialect: { value: 'mariadb', why: 'a.sql:3, SEQUENCE, is not available in MySQL.' },
  serverVersion: { value: null, why: '' },
  sqlMode: { value: [], why: 'The files need none.' },
  schema: { value: 'shop', why: 'It is the only schema that the files name (12).' },
  ...{ duplicates: [], notUnderstood: [], unread: [] },
};

describe('the message about a new sproc.json', () => {
  it('says what was guessed, and from what', () =>
    assert.equal(
      printCreated(created),
      'Created sproc.json from 12 SQL files with 21 routines. ' +
        'MariaDB: a.sql:3, SEQUENCE, is not available in MySQL. ' +
        'Schema shop: It is the only schema that the files name (12).',
    ));

  it('says what is open, and what could not be read', () =>
    assert.equal(
      printCreated({
        ...created,
        dialect: { value: null, why: 'MySQL 9.7 can parse them.' },
        schema: { value: null, why: 'No file names one.' },
        unread: ['b.sql'],
        notUnderstood: [{ file: 'c.sql', line: 1, message: 'x' }],
      }),
      'Created sproc.json from 12 SQL files with 21 routines. No schema: No file names one. ' +
        '1 file could not be read. 1 statement could not be understood.',
    ));
});
