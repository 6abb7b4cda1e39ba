import assert from 'node:assert/strict';
import { couldNot } from '../../engine/src/database/connection/could-not';
import {
  explainConnectionError,
  explainServerError,
  quoteAccount,
} from '../../engine/src/database/connection/mysql-errors';
import type { Address, ServerError } from '../../engine/src/database/connection/session';
import { explainFailure } from '#engine';
import { adviceText } from '../../cli/src/report/print-action';

const address: Address = {
  host: 'db1',
  port: 3306,
  socket: null,
  user: 'deployer',
  schema: 'shop',
  tls: 'required',
  ca: null,
  environment: 'pre-prod',
};

function serverError(errno: number, message: string): ServerError {
  return { errno, sqlState: 'HY000', message, connectionLost: false, code: '', completed: 0 };
}

function explain(errno: number, message: string) {
  return explainServerError(serverError(errno, message), {
    environment: 'prod',
    account: "o'hara@10.0.%",
    couldNot: couldNot.create('procedure shop.pay'),
    schema: 'shop',
  });
}

describe('a session that cannot be opened', () => {
  const cases = [
    [
      'a wrong password',
      { errno: 1045, sqlState: '28000', code: 'ER_ACCESS_DENIED_ERROR', message: 'Access denied' },
      'not-permitted',
      /SPROC_PASSWORD_PRE_PROD/,
    ],
    [
      'a wrong password, as the server says it',
      {
        ...{ errno: 1045, sqlState: '28000', message: 'Access denied' },
        sqlMessage: "Access denied for user 'a'@'b' (using password: YES)",
      },
      'not-permitted',
      /: wrong password, or no such account for this host\. Correct the password that `SPROC_PASSWORD_PRE_PROD` or "passwordCommand" gives, /,
    ],
    [
      'no password',
      {
        ...{ errno: 1045, sqlState: '28000', message: 'Access denied' },
        sqlMessage: "Access denied for user 'a'@'b' (using password: NO)",
      },
      'not-permitted',
      /: no password is set\. Set the password with `SPROC_PASSWORD_PRE_PROD`, /,
    ],
    [
      'an account of the machine',
      { errno: 1698, sqlState: '28000', message: 'no', sqlMessage: "Access denied for user 'root'@'localhost'" },
      'not-permitted',
      /it logs in as a user of that machine, not with a password\./,
    ],
    [
      'a missing schema',
      { errno: 1049, sqlState: '42000', code: 'ER_BAD_DB_ERROR', message: "Unknown database 'shop'" },
      'could-not',
      /^Schema shop does not exist on /,
    ],
    [
      'a closed port',
      { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' },
      'unreachable',
      /db1:3306 \(environment pre-prod\) refuses connections/,
    ],
    ['a silent host', { code: 'ETIMEDOUT', message: 'connect ETIMEDOUT' }, 'unreachable', /does not answer/],
    ['an unknown host', { code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND db1' }, 'unreachable', /does not resolve/],
    ['a server without TLS', { code: 'HANDSHAKE_NO_SSL_SUPPORT', message: 'no' }, 'unreachable', /does not offer TLS/],
    [
      'a foreign certificate',
      { code: 'SELF_SIGNED_CERT_IN_CHAIN', message: 'self-signed certificate' },
      'unreachable',
      /certificate is not trusted/,
    ],
    [
      'a lost connection',
      { code: 'PROTOCOL_CONNECTION_LOST', message: 'lost' },
      'unreachable',
      /closed the connection/,
    ],
  ] as const;
  for (const [what, error, kind, told] of cases)
    it(`says ${what} in a sentence, with a remedy`, () => {
      const failure = explainConnectionError(error, address);
      assert.equal(failure.kind, kind);
      assert.match(adviceText(explainFailure(failure)), told);
      assert.match(failure.message, /\.$/);
      assert.ok(failure.remedy);
    });

  it('says that no password is set where none was sent, whatever the server says', () => {
    const message = "Access denied for user 'dev'@'10.0.0.1' (using password: YES)";
    const error = { errno: 1045, sqlState: '28000', message, sqlMessage: message };
    assert.equal(explainConnectionError(error, address).login, 'wrong-password');
    assert.equal(explainConnectionError(error, address, true).login, 'no-password');
  });
});

describe('a statement that is refused', () => {
  it('tells the privilege with its GRANT, for the account as SQL writes it', () => {
    const failure = explain(1044, "Access denied for user 'o'hara'@'10.0.%' to database 'shop'");
    assert.equal(failure.kind, 'not-permitted');
    assert.equal(
      failure.remedy,
      "GRANT CREATE ROUTINE, ALTER ROUTINE, EXECUTE ON `shop`.* TO 'o''hara'@'10.0.%'; or create the schema, if it does not exist.",
    );
  });

  it('takes the privilege that the server names, rather than SUPER', () => {
    assert.match(
      adviceText(
        explain(
          1227,
          'Access denied; you need (at least one of) the SUPER or SET_ANY_DEFINER privilege(s) for this operation',
        ).remedy ?? '',
      ),
      /^GRANT SET_ANY_DEFINER ON \*\.\* TO/,
    );
    assert.match(
      adviceText(
        explain(1227, 'Access denied; you need (at least one of) the SUPER, SET USER privilege(s) for this operation')
          .remedy ?? '',
      ),
      /^GRANT SET USER ON/,
    );
  });

  it('tells a lock that is held from what cannot be done', () => {
    const held = explain(1205, 'Lock wait timeout exceeded; try restarting transaction');
    assert.equal(held.kind, 'held');
    assert.equal(
      adviceText(explainFailure(held)),
      'Could not create procedure shop.pay in environment prod: another session held the lock for too long (error 1205). ' +
        'Wait until the transaction that uses the routine or its table ends, or end it with KILL, and try again.',
    );
    assert.equal(explain(1064, 'You have an error').kind, 'could-not');
  });

  it('is out of reach if the connection was lost', () => {
    const lost = { ...serverError(0, 'Connection lost: The server closed the connection.'), connectionLost: true };
    const failure = explainServerError(lost, {
      environment: 'prod',
      account: 'a@b',
      couldNot: couldNot.create('procedure p'),
      schema: null,
    });
    assert.equal(failure.kind, 'unreachable');
    assert.match(adviceText(failure.remedy ?? ''), /sproc recover prod/);
  });
});

describe('an account', () => {
  it('is split at its last @', () => {
    assert.equal(quoteAccount('we@ird@localhost'), "'we@ird'@'localhost'");
  });
});
