import assert from 'node:assert/strict';
import { proposeVersion, type Wish } from '../../engine/src/registry/records/propose-version';
import { routineOf } from '../support/routine-of';

function checkProposal(before: string | null, after: string, expected: string, wish: Wish = { bump: 'auto' }): void {
  const latest = before === null ? null : { version: '1.2.3', routine: routineOf(before) };
  const proposed = proposeVersion(latest, routineOf(after), wish);
  const answer = proposed.ok
    ? `${proposed.value.version} ${proposed.value.bump}: ${proposed.value.reason}`
    : proposed.error.message;
  assert.equal(answer, expected);
}

const procedure = (parameters: string, body: string) => `CREATE PROCEDURE p(${parameters}) BEGIN ${body} END`;

describe('proposeVersion', () => {
  it('begins with 1.0.0', () => checkProposal(null, procedure('', 'SELECT 1;'), '1.0.0 first: First version.'));

  it('calls it major when callers must change', () => {
    checkProposal(procedure('', ''), procedure('IN a INT', ''), '2.0.0 major: It takes 1 parameter instead of 0.');
    checkProposal(
      procedure('a INT', ''),
      procedure('a BIGINT', ''),
      '2.0.0 major: Parameter 1 is IN a bigint instead of IN a int.',
    );
    checkProposal(
      procedure('a INT', ''),
      procedure('OUT a INT', ''),
      '2.0.0 major: Parameter 1 is OUT a int instead of IN a int.',
    );
    checkProposal(
      procedure('a INT', ''),
      procedure('b INT', ''),
      '2.0.0 major: Parameter 1 is IN b int instead of IN a int.',
    );
    const returning = (type: string) => `CREATE FUNCTION f() RETURNS ${type} RETURN 1`;
    checkProposal(returning('INT'), returning('CHAR(3)'), '2.0.0 major: It returns char(3) instead of int.');
    checkProposal(
      procedure('a CHAR(3)', ''),
      procedure('a CHAR(3) CHARACTER SET latin1', ''),
      '2.0.0 major: Parameter 1 is IN a char(3) CHARACTER SET latin1 instead of IN a char(3).',
    );
    checkProposal(
      returning('CHAR(3) CHARACTER SET latin1'),
      returning('CHAR(3) CHARACTER SET utf8mb4'),
      '2.0.0 major: It returns char(3) CHARACTER SET utf8mb4 instead of char(3) CHARACTER SET latin1.',
    );
    checkProposal(
      `CREATE AGGREGATE ${returning('INT').slice('CREATE '.length)}`,
      returning('INT'),
      '2.0.0 major: It is an aggregate function no longer.',
    );
  });

  it('calls it minor when it can do more', () => {
    checkProposal(procedure('', 'SET @a = 1;'), procedure('', 'CALL q();'), '1.3.0 minor: It also calls shop.q.');
    checkProposal(procedure('', ''), procedure('', 'SET @a = s.f();'), '1.3.0 minor: It also uses s.f.');
    checkProposal(procedure('', ''), procedure('', 'DELETE FROM t;'), '1.3.0 minor: It also writes shop.t.');
    checkProposal(procedure('', ''), procedure('', 'SELECT a INTO @a FROM t;'), '1.3.0 minor: It also reads shop.t.');
    checkProposal(
      procedure('', 'SELECT 1;'),
      procedure('', 'DECLARE EXIT HANDLER FOR SQLEXCEPTION SELECT 3; IF @a THEN SELECT 1; ELSE SELECT 2; END IF;'),
      '1.3.0 minor: It returns 3 result sets instead of 1.',
    );
  });

  it('calls it patch otherwise', () => {
    const patch = '1.2.4 patch: Parameters and dependencies are unchanged.';
    checkProposal(procedure('a INT', 'SELECT 1;'), procedure('A  int', 'SELECT 2; SELECT 1 INTO @a;'), patch);
    checkProposal(
      procedure('', 'CALL q(); CALL r();'),
      procedure('', 'CALL q();'),
      '1.2.4 patch: It does not call shop.r any more.',
    );
    checkProposal(procedure('', 'DELETE FROM T;'), procedure('', 'delete from `T`;'), patch);
  });

  it('judges a view by its columns', () => {
    const view = (rest: string) => `CREATE VIEW v ${rest}`;
    const before = view('AS SELECT a, t.b, count(*) AS n FROM t GROUP BY a, b');
    checkProposal(before, view('AS SELECT a, count(*) AS n FROM t GROUP BY a'), '2.0.0 major: It loses the column b.');
    checkProposal(before, view('AS SELECT 1 AS n'), '2.0.0 major: It loses the columns a, b.');
    checkProposal(before, view('(b, a, n) AS SELECT 1, 2, 3'), '2.0.0 major: Its columns come in another order.');
    checkProposal(
      before,
      view('AS SELECT a, t.b, count(*) AS n, 1 AS `c d` FROM t GROUP BY a, b'),
      '1.3.0 minor: It also has the column c d.',
    );
    checkProposal(
      before,
      view('(A, B, N) AS SELECT 1, 2, 3 FROM t'),
      '1.2.4 patch: Columns and dependencies are unchanged.',
    );
    checkProposal(before, view('(a, b, n) AS SELECT 1, 2, 3'), '1.2.4 patch: It does not read shop.t any more.');
    const unknown = 'Its text does not determine its columns, which may have changed.';
    for (const text of ['AS SELECT * FROM t', 'AS SELECT a, b, count(*) FROM t GROUP BY a, b', 'AS VALUES ROW(1)'])
      checkProposal(before, view(text), `1.3.0 minor: ${unknown}`);
  });

  it('does as it is told', () => {
    checkProposal(procedure('', ''), procedure('a INT', ''), '1.2.4 patch: Requested.', { bump: 'patch' });
    checkProposal(procedure('', ''), procedure('', ''), '5.0.0-rc.1 given: Given explicitly.', {
      bump: 'auto',
      version: '5.0.0-rc.1',
    });
    checkProposal(null, procedure('', ''), '0.1.0 given: Given explicitly.', { bump: 'auto', version: '0.1.0' });
  });

  it('refuses numbers that are none, or that do not follow', () => {
    checkProposal(null, procedure('', ''), "'v1' is not a semantic version.", { bump: 'auto', version: 'v1' });
    const old = 'Version 1.2.3 is not higher than 1.2.3, the newest version.';
    checkProposal(procedure('', ''), procedure('', ''), old, { bump: 'auto', version: '1.2.3' });
  });
});
