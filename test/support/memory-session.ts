/** The in-memory twin of a session: answers by what the statement looks like, and remembers what it was asked. */
import { Memory } from '../../engine/src/base/memory';
import { fail, succeed } from '../../engine/src/base/result';
import {
  joinSql,
  type Row,
  type ServerError,
  type ServerFacts,
  type Session,
} from '../../engine/src/database/connection/session';

export type Answering = (sql: string) => readonly Row[] | ServerError;

export interface MemorySession extends Session {
  readonly asked: readonly string[];
}

export const mysqlFacts: ServerFacts = {
  dialect: 'mysql',
  version: 90_700,
  versionText: '9.7.0',
  account: 'deployer@%',
  connectionId: 7,
  sqlMode: ['ONLY_FULL_GROUP_BY', 'STRICT_TRANS_TABLES'],
};

export const mariadbFacts: ServerFacts = {
  ...mysqlFacts,
  dialect: 'mariadb',
  version: 101_118,
  versionText: '10.11.18-MariaDB',
};

export function memorySession(answer: Answering, server: ServerFacts = mysqlFacts): MemorySession {
  const asked: string[] = [];
  const ask = (sql: string): readonly Row[] | ServerError => {
    asked.push(sql);
    return answer(sql);
  };
  return {
    server,
    memory: new Memory(),
    asked,
    query: (sql) => {
      const rows = ask(joinSql(sql));
      return Promise.resolve('errno' in rows ? fail(rows) : succeed(rows));
    },
    queryMany: (sql) => {
      const sets: (readonly Row[])[] = [];
      for (const statement of joinSql(sql).split(';\n')) {
        const rows = ask(statement);
        if ('errno' in rows) return Promise.resolve(fail({ ...rows, completed: sets.length }));
        sets.push(rows);
      }
      return Promise.resolve(succeed(sets));
    },
    close: () => Promise.resolve(),
    destroy: () => undefined,
  };
}

export function refusal(errno: number, message = 'no', connectionLost = false): ServerError {
  return { errno, sqlState: 'HY000', message, connectionLost, code: '', completed: 0 };
}
