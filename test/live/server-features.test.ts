/**
 * The table of added and removed features, compared with servers: they have exactly the features that it lists for
 * them.
 */
import assert from 'node:assert/strict';
import { diagnoseAll } from '../../engine/src/analysis/diagnose';
import { availabilityOf } from '../../engine/src/analysis/program/find-features';
import {
  commonTableExpression,
  createIfNotExists,
  functionFeatures,
  removedMode,
  removedModes,
  removedVariable,
  wordFeatures,
  type ServerFeature,
} from '../../engine/src/analysis/program/server-features';
import { indexFiles } from '../support/source-files';
import { onEachServer } from '../support/live-servers';

/** The error codes with which a server rejects something unknown. */
const unknown = new Set([1064, 1128, 1193, 1231, 1305, 1630, 4078]);

/** A query for each row of words. */
const samples: Readonly<Record<string, string>> = {
  'A window function': 'SELECT SUM(1) OVER ()',
  INTERSECT: 'SELECT 1 INTERSECT SELECT 1',
  EXCEPT: 'SELECT 1 EXCEPT SELECT 1',
  'A LATERAL derived table': 'SELECT * FROM (SELECT 1) a, LATERAL (SELECT 1) b',
  'MEMBER OF': "SELECT 1 MEMBER OF ('[1]')",
  'SKIP LOCKED': 'SELECT 1 FROM t FOR UPDATE SKIP LOCKED',
  'FOR UPDATE NOWAIT': 'SELECT 1 FROM t FOR UPDATE NOWAIT',
  'FOR SHARE': 'SELECT 1 FROM t FOR SHARE',
  'A VALUES ROW(…) query': 'VALUES ROW(1)',
  'PROCEDURE ANALYSE()': 'SELECT 1 PROCEDURE ANALYSE()',
  'CHANGE MASTER TO': "CHANGE MASTER TO master_host = 'h'",
  'The query cache': 'FLUSH QUERY CACHE',
  'SHOW SLAVE': 'SHOW SLAVE STATUS',
  [commonTableExpression.name]: 'WITH x AS (SELECT 1) SELECT * FROM x',
  [createIfNotExists.name]: 'CREATE PROCEDURE IF NOT EXISTS q() SELECT 1',
};

/** Returns a call with as many arguments as the function takes, so that only its absence is an error. */
function callOf(name: string): string {
  if (/^(?:CUME_DIST|DENSE_RANK|PERCENT_RANK|RANK|ROW_NUMBER)$/.test(name)) return `SELECT ${name}() OVER (ORDER BY 1)`;
  if (/^(?:FIRST_VALUE|LAST_VALUE|LAG|LEAD|NTILE)$/.test(name)) return `SELECT ${name}(1) OVER (ORDER BY 1)`;
  if (name === 'NTH_VALUE') return 'SELECT NTH_VALUE(1, 1) OVER (ORDER BY 1)';
  if (name === 'JSON_TABLE') return `SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (a INT PATH '$')) x`;
  if (name.startsWith('PERCENTILE')) return `SELECT ${name}(0.5) WITHIN GROUP (ORDER BY a) OVER () FROM (SELECT 1 a) x`;
  if (name === 'MEDIAN') return 'SELECT MEDIAN(a) OVER () FROM (SELECT 1 a) x';
  if (/^(?:NEXTVAL|LASTVAL)$/.test(name)) return `SELECT ${name}(no_sequence)`;
  if (name === 'SETVAL') return 'SELECT SETVAL(no_sequence, 1)';
  if (name === 'GROUPING') return 'SELECT a, GROUPING(a) FROM (SELECT 1 a) x GROUP BY a WITH ROLLUP';
  if (name === 'JSON_VALUE') return "SELECT JSON_VALUE('{}', '$.a')";
  if (/^(?:PASSWORD|JSON_ARRAYAGG)$/.test(name)) return `SELECT ${name}('a')`;
  if (name === 'JSON_OBJECTAGG') return "SELECT JSON_OBJECTAGG('a', 1)";
  return `SELECT ${name}()`;
}

/** Returns a statement that the server reads completely and never runs: its schema does not exist (1049). */
function dryRun(statement: string): string {
  return statement.startsWith('CREATE')
    ? statement.replace(' q()', ' no_such_schema.q()')
    : `CREATE PROCEDURE no_such_schema.q() ${statement}`;
}

describe('server features', () => {
  onEachServer((server) => {
    it('are there as the table says', async () => {
      const [row] = await server.run('SELECT VERSION() AS version');
      const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(String(row?.['version']))!;
      const serverVersion = Number(major) * 10_000 + Number(minor) * 100 + Number(patch);
      const reading = { dialect: server.flavor, serverVersion } as const;

      const wrong: string[] = [];
      const check = async (feature: ServerFeature, query: string): Promise<void> => {
        const errno = await server
          .run('CREATE TEMPORARY TABLE mysql.t (a INT)', 'USE mysql', query)
          .then(() => 0)
          .catch((error: unknown) => (error as { readonly errno: number }).errno);
        const isThere = !unknown.has(errno);
        const said = availabilityOf(feature, reading) === 'there';
        if (isThere !== said) wrong.push(`${feature.name}: ${query} gives ${errno}, the table says ${said}`);
      };
      for (const [name, feature] of functionFeatures) await check(feature, callOf(name));
      for (const feature of [...wordFeatures, commonTableExpression, createIfNotExists])
        await check(feature, dryRun(samples[feature.name] ?? feature.name));
      for (const mode of removedModes) await check(removedMode(mode), `SET sql_mode = '${mode}'`);
      for (const name of ['tx_isolation', 'query_cache_size', 'old_passwords', 'innodb_file_format', 'secure_auth']) {
        const feature = removedVariable(name);
        assert.ok(feature);
        if (server.flavor === 'mysql') await check(feature, `SELECT @@${name}`);
      }
      assert.deepEqual(wrong, []);
    }).timeout(60_000);

    it('that are gone or not yet there are told', () => {
      const text = 'CREATE PROCEDURE p() SELECT PASSWORD(1), REGEXP_LIKE(1, 2)';
      const codes = diagnoseAll(indexFiles(text, { dialect: server.flavor })).map(({ code }) => code);
      assert.deepEqual(codes, server.flavor === 'mysql' ? ['removed-feature'] : ['server-lacks']);
    });
  });
});
