/** The errors of the server and the network, each as one sentence with its remedy. */
import { advise, type Advice } from '../../base/advice';
import type { Failure, FailureKind } from '../../base/failure';
import type { SentenceAbout } from '../../base/sentence-about';
import { printable, printableSentence } from '../../base/printable';
import type { CouldNot } from './could-not';
import { passwordNeedsTls } from './mysql-auth';
import type { Address, ServerError } from './session';

/** The part of the driver's errors that is relied on. */
export interface DriverError {
  readonly message: string;
  readonly code?: string | undefined;
  readonly errno?: number | undefined;
  readonly sqlState?: string | undefined;
  readonly sqlMessage?: string | undefined;
  readonly fatal?: boolean | undefined;
}

/** The context of a statement, for messages. */
export interface Asked {
  /** The environment's name. */
  readonly environment: string;
  /** The account as the server shows it, `user@host`. */
  readonly account: string;
  /** The sentence for a failure of the operation. */
  readonly couldNot: CouldNot;
  /** The schema that privileges are asked for; null where none is meant. */
  readonly schema: string | null;
}

/**
 * Explains why no session could be opened.
 * @param isWithoutPassword True if none was sent. The server's own words can be wrong: of an account that it does not
 * have it pretends a plugin, and the empty answer to some plugins counts as a password.
 */
export function explainConnectionError(error: DriverError, address: Address, isWithoutPassword = false): Failure {
  const where = printPlace(address);
  const entry =
    address.environment === undefined ? 'sproc.json' : `"environments.${address.environment}" of sproc.json`;
  const loginFailure = loginFailures[error.errno ?? 0]?.(
    { ...address, isWithoutPassword },
    where,
    error.sqlMessage ?? '',
  );
  if (loginFailure !== undefined && error.sqlState !== undefined) return loginFailure;
  const code = error.code ?? '';
  const known = networkSentences[code];
  if (known !== undefined) return { kind: 'unreachable', message: known.message(where), remedy: known.remedy(entry) };
  const explained = explainHandshake(error, where, entry);
  if (explained !== null) return explained;
  const kind: FailureKind = error.sqlState === undefined ? 'unreachable' : 'could-not';
  return {
    kind,
    message: `${where} did not open a session: ${trimSentence(error.sqlMessage ?? error.message)}.`,
    remedy: `Check host, port and account in ${entry}, and the server's error log.`,
  };
}

/** Explains why TLS or the authentication failed; null for other errors. */
function explainHandshake({ code = '', message }: DriverError, where: string, entry: string): Failure | null {
  const unreachable = (problem: string, remedy: string): Failure => ({ kind: 'unreachable', message: problem, remedy });
  const plugin = /unknown plugin (.*?)\. See /s.exec(message)?.[1];
  if (code === passwordNeedsTls)
    return {
      kind: 'not-permitted',
      message: `${where} asks for the password without TLS, so anyone on the network path could read it. It was not sent.`,
      remedy: `Set "tls" to "required" or "verify" in ${entry}, or name the server's RSA key in "serverPublicKey".`,
    };
  if (code === 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED')
    return {
      kind: 'not-permitted',
      message: `${where} asks for the password in clear text (mysql_clear_password). It was not sent.`,
      remedy: authenticationRemedy,
    };
  if (plugin !== undefined)
    return unreachable(
      `${where} asks for the authentication plugin ${printable(plugin)}, which Sproc does not support.`,
      authenticationRemedy,
    );
  if (!isTlsError(code, message)) return null;
  const detail = trimSentence(/:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? message);
  if (!/certificate|altname|self.signed|issuer/i.test(message))
    return unreachable(
      `${where} offers TLS, but the TLS handshake failed: ${detail}.`,
      `Check the server at that address and its TLS settings, or correct host and port in ${entry}.`,
    );
  return unreachable(
    `${where} was reached, but its certificate is not trusted: ${detail}.`,
    `Name the CA certificate in "ca", or set "tls" to "required" in ${entry} to encrypt without verifying the server.`,
  );
}

const authenticationRemedy = 'Use an account that authenticates with caching_sha2_password or mysql_native_password.';

/** Returns an address as in `db1:3306 (environment prod)`. */
export function printPlace({ socket, host, port, environment }: Address): string {
  const place = printable(socket ?? `${host}:${port}`);
  return environment === undefined ? place : `${place} (environment ${environment})`;
}

/** Explains why a statement failed, and names the missing privilege or setting. */
export function explainServerError(error: ServerError, asked: Asked): Failure {
  const detail = trimSentence(error.message);
  if (error.code === 'ANSWER_TOO_LARGE' || error.code === 'ANSWER_UNEXPECTED')
    return { kind: 'could-not', message: printCouldNot(asked, detail), remedy: checkServer(asked.environment) };
  if (error.code === 'ANSWER_TOO_SLOW')
    return {
      kind: 'unreachable',
      message: printCouldNot(asked, detail),
      remedy: 'Try again when the server is less busy.',
    };
  if (error.connectionLost) {
    return {
      kind: 'unreachable',
      message: printCouldNot(asked, `the connection was lost (${detail})`),
      remedy: recoverLater(asked.environment),
    };
  }
  const rule = statementRules[error.errno];
  if (rule === undefined)
    return { kind: 'could-not', message: printCouldNot(asked, `${detail} (error ${error.errno})`) };
  return {
    kind: rule.kind,
    message: printCouldNot(asked, `${rule.why ?? detail} (error ${error.errno})`),
    remedy: rule.remedy(asked, detail),
  };
}

/** Returns the sentence that an operation failed on a server, and why; `why` is without a period. */
export function printCouldNot({ environment, couldNot }: Pick<Asked, 'environment' | 'couldNot'>, why: string): string {
  return couldNot(environment, why);
}

function recoverLater(environment: string): Advice {
  return advise`Run ${{ id: 'recover', environment }} when the server answers again, to finish or undo an interrupted deployment.`;
}

function checkServer(environment: string): string {
  return `Check that "environments.${environment}" of sproc.json names the right server.`;
}

/** Returns the account as SQL names it: `'user'@'host'`. */
export function quoteAccount(account: string): string {
  const at = account.lastIndexOf('@');
  const [user, host] = at < 0 ? [account, '%'] : [account.slice(0, at), account.slice(at + 1)];
  return `${quotePart(user)}@${quotePart(host)}`;
}

function quotePart(part: string): string {
  return `'${part.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`;
}

/** Returns a message of a server or of the driver without its period. */
function trimSentence(text: string): string {
  return printableSentence(text).trim().replace(/\.+$/, '');
}

type ExplainLoginFailure = (
  address: Address & { readonly isWithoutPassword: boolean },
  where: string,
  serverMessage: string,
) => Failure;

/** Errors of the handshake (MySQL manual, "Server Error Message Reference"). */
const loginFailures: Readonly<Record<number, ExplainLoginFailure>> = {
  1045: (address, where, serverMessage) => {
    const isMissing = address.isWithoutPassword || /using password: NO\b/i.test(serverMessage);
    const why = isMissing ? 'no password is set' : 'wrong password, or no such account for this host';
    return {
      kind: 'not-permitted',
      login: isMissing ? 'no-password' : 'wrong-password',
      message: `${where} refused the account ${address.user}: ${why}.`,
      remedy: advisePassword(address, isMissing),
    };
  },
  1698: (address, where) => ({
    kind: 'not-permitted',
    message: `${where} refused the account ${address.user}: it logs in as a user of that machine, not with a password.`,
    remedy: `Use an account with a password, or run Sproc as that user with "socket" in sproc.json.`,
  }),
  1049: (address, where) => ({
    kind: 'could-not',
    message: `Schema ${address.schema ?? ''} does not exist on ${where}.`,
    remedy: `Create it (CREATE DATABASE), or correct "schema" in sproc.json.`,
  }),
  1044: (address, where) => ({
    kind: 'not-permitted',
    message: `${where} does not allow the account ${address.user} to use schema ${address.schema ?? ''}.`,
    remedy: `Grant it a privilege on that schema, or correct "schema" in sproc.json.`,
  }),
  1130: (_address, where, serverMessage) => ({
    kind: 'not-permitted',
    message: `${where} rejects connections from this host: ${trimSentence(serverMessage)}.`,
    remedy: 'Create the account for this host on the server.',
  }),
  1040: (_address, where) => ({
    kind: 'unreachable',
    message: `${where} has too many connections.`,
    remedy: 'Try again later, or raise max_connections on the server.',
  }),
  3118: (address, where) => locked(address, where),
  4151: (address, where) => locked(address, where),
  1820: (address, where) => expired(address, where),
  1862: (address, where) => expired(address, where),
};

/** Names the place that a password comes from, so that a wrong one is corrected there. */
function advisePassword({ environment }: Address, isMissing: boolean): Advice {
  if (environment === undefined) return 'Set the right password, or correct the user.';
  const setPassword = { id: 'set-password', environment } as const;
  return isMissing
    ? advise`Set the password with ${setPassword}, or correct "user" in sproc.json.`
    : advise`Correct the password that ${setPassword} or "passwordCommand" gives, or correct "user" in sproc.json.`;
}

function locked(address: Address, where: string): Failure {
  return {
    kind: 'not-permitted',
    message: `The account ${address.user} on ${where} is locked.`,
    remedy: 'Unlock it with `ALTER USER … ACCOUNT UNLOCK`, or name another account in sproc.json.',
  };
}

function expired(address: Address, where: string): Failure {
  return {
    kind: 'not-permitted',
    message: `The password of ${address.user} on ${where} has expired.`,
    remedy: 'Change it with `ALTER USER`, then set the new one in Sproc.',
  };
}

interface NetworkSentence {
  readonly message: SentenceAbout;
  remedy(entry: string): string;
}

const hostAndPort = (entry: string) => `Start the server, or correct host and port in ${entry}.`;

const closedEarly: NetworkSentence = {
  message: (where) => `${where} closed the connection while the session was being opened.`,
  remedy: hostAndPort,
};

/** Codes of Node's sockets and of the driver. */
const networkSentences: Readonly<Record<string, NetworkSentence>> = {
  ECONNREFUSED: { message: (where) => `${where} refuses connections: no server listens there.`, remedy: hostAndPort },
  ENOENT: {
    message: (where) => `${where} is not the socket of a running server.`,
    remedy: (entry) => `Start the server, or correct "socket" in ${entry}.`,
  },
  ETIMEDOUT: {
    message: (where) => `${where} does not answer.`,
    remedy: (entry) => `Check the network and firewalls, or correct host and port in ${entry}.`,
  },
  NO_GREETING: {
    message: (where) => `${where} did not send the greeting of a MySQL or MariaDB server in time.`,
    remedy: (entry) => `Correct host and port in ${entry}.`,
  },
  EHOSTUNREACH: {
    message: (where) => `${where} cannot be reached from this network.`,
    remedy: (entry) => `Check the network, or correct "host" in ${entry}.`,
  },
  ENETUNREACH: {
    message: (where) => `${where} cannot be reached from this network.`,
    remedy: (entry) => `Check the network, or correct "host" in ${entry}.`,
  },
  ENOTFOUND: {
    message: (where) => `${where} cannot be found: its host name does not resolve.`,
    remedy: (entry) => `Correct "host" in ${entry}.`,
  },
  EAI_AGAIN: {
    message: (where) => `${where} cannot be looked up: name resolution does not answer.`,
    remedy: () => 'Check the network and try again.',
  },
  ECONNRESET: closedEarly,
  EPIPE: closedEarly,
  PROTOCOL_CONNECTION_LOST: closedEarly,
  HANDSHAKE_NO_SSL_SUPPORT: {
    message: (where) => `${where} does not offer TLS, which the environment requires.`,
    remedy: (entry) => `Set up TLS on the server, or set "tls" to "preferred" in ${entry}.`,
  },
};

function isTlsError(code: string, message: string): boolean {
  return (
    /^(ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|HANDSHAKE_SSL)/.test(code) ||
    /certificate|altnames/i.test(message)
  );
}

interface StatementRule {
  readonly kind: FailureKind;
  /** The reason that replaces the server's message, where that misleads. */
  readonly why?: string;
  /** Returns the remedy; `serverMessage` is the server's own message. */
  remedy(asked: Asked, serverMessage: string): string;
}

/** Returns the account that the server's message names, which may be a routine's definer; otherwise the connected one. */
function deniedAccount({ account }: Asked, serverMessage: string): string {
  const named = /command denied to user '(.*?)'@'(.*?)' for /.exec(serverMessage);
  return named === null ? account : `${named[1] ?? ''}@${named[2] ?? ''}`;
}

/**
 * Returns the GRANT of the least powerful privilege that the server's message names; it usually names SUPER as well.
 */
function grantWhatIsNamed({ account }: Asked, serverMessage: string): string {
  const named = /at least one of\) the (.+?) privilege/.exec(serverMessage)?.[1]?.split(/,\s*|\s+or\s+/) ?? [];
  const privilege = named.find((name) => name !== 'SUPER') ?? named[0];
  const grant =
    privilege === undefined
      ? `Grant ${quoteAccount(account)} what the message names`
      : `GRANT ${privilege} ON *.* TO ${quoteAccount(account)};`;
  return privilege === 'SYSTEM_USER' || named.length === 0
    ? grant
    : `${grant} or, for a foreign definer, map it in "definers" of sproc.json.`;
}

function onSchema(privileges: string): (asked: Asked) => string {
  return (asked) =>
    `GRANT ${privileges} ON ${asked.schema === null ? '*.*' : `\`${asked.schema.replace(/`/g, '``')}\`.*`} TO ${quoteAccount(asked.account)};`;
}

/** Errors worth a remedy (MySQL manual, "Server Error Message Reference"; MariaDB, "MariaDB Error Codes"). */
const statementRules: Readonly<Record<number, StatementRule>> = {
  1044: {
    kind: 'not-permitted',
    remedy: (asked) =>
      `${onSchema('CREATE ROUTINE, ALTER ROUTINE, EXECUTE')(asked)} or create the schema, if it does not exist.`,
  },
  1142: {
    kind: 'not-permitted',
    remedy: (asked, message) =>
      `Grant ${quoteAccount(deniedAccount(asked, message))} the privilege that the message names.`,
  },
  1143: {
    kind: 'not-permitted',
    remedy: (asked, message) =>
      `Grant ${quoteAccount(deniedAccount(asked, message))} the privilege that the message names.`,
  },
  1205: {
    kind: 'held',
    // The server says "try restarting transaction", which nobody who deploys can do.
    why: 'another session held the lock for too long',
    remedy: () =>
      'Wait until the transaction that uses the routine or its table ends, or end it with KILL, and try again.',
  },
  1227: { kind: 'not-permitted', remedy: grantWhatIsNamed },
  1290: {
    kind: 'could-not',
    remedy: () => 'The server is read-only. Deploy to the primary, or switch off read_only and super_read_only.',
  },
  1370: {
    kind: 'not-permitted',
    remedy: (asked, message) => {
      const account = deniedAccount(asked, message);
      // A routine runs with its definer's rights: then another account than this one lacks them.
      const privileges = account === asked.account ? 'ALTER ROUTINE, EXECUTE' : 'EXECUTE';
      return onSchema(privileges)({ ...asked, account });
    },
  },
  1418: {
    kind: 'could-not',
    remedy: () =>
      'Declare the function DETERMINISTIC, NO SQL or READS SQL DATA, or run `SET GLOBAL log_bin_trust_function_creators = 1`.',
  },
  1419: {
    kind: 'not-permitted',
    remedy: () =>
      'Binary logging is on and the account lacks SUPER. Run `SET GLOBAL log_bin_trust_function_creators = 1` as an administrator.',
  },
  1449: { kind: 'could-not', remedy: () => 'Create the definer account, or map it in "definers" of sproc.json.' },
  1792: { kind: 'could-not', remedy: () => 'The session or server is read-only. Deploy to the primary.' },
  1836: { kind: 'could-not', remedy: () => 'The server is read-only. Deploy to the primary.' },
  3554: {
    kind: 'not-permitted',
    remedy: () => 'The server does not allow access to that table. Grant SHOW_ROUTINE instead.',
  },
};
