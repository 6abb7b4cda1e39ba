/** The table of built-in functions, compared with servers: they have each of its functions, and read what is inserted. */
import assert from 'node:assert/strict';
import { listBuiltIns } from '../../engine/src/features/built-ins/built-ins';
import { makeStops } from '../../engine/src/features/built-ins/call-form';
import { onEachServer } from '../support/live-servers';

/** The error codes with which a server rejects a function that it does not have. */
const unknown = new Set([1128, 1305, 1630]);
/** The error codes for a schema that does not exist: the statement itself was read to its end; and for a binary log. */
const wasRead = new Set([1049, 1381]);

/** The texts for tab stops that take no value, each with its pattern. */
const fillings: readonly (readonly [pattern: RegExp, filled: string])[] = [
  [/INTERVAL \$\d \$\d/, 'INTERVAL 1 DAY'],
  [/OVER \(\$\d\)/, 'OVER (ORDER BY 1)'],
  [/(?<=^(?:CAST|COLUMN_GET).*)\bAS \$\d\)/, 'AS CHAR)'],
  [/USING \$2/, 'USING utf8mb4'],
  [/^EXTRACT\(\$1/, 'EXTRACT(DAY'],
  [/^(TIMESTAMPADD|TIMESTAMPDIFF)\(\$1/, '$1(DAY'],
  [/^GET_FORMAT\(\$1/, 'GET_FORMAT(DATE'],
  [/^JSON_TABLE\(\$1, \$2 COLUMNS \(\$3\)\)/, `1 FROM JSON_TABLE('[]', '$$[*]' COLUMNS (a INT PATH '$$'))`],
  [/^JSON_VALUE.*/, "JSON_VALUE('{}', '$$.a')"],
  [/^(DEFAULT|VALUES|NEXTVAL|LASTVAL)\(\$1\)/, '$1(a)'],
  [/^SETVAL\(\$1/, 'SETVAL(a'],
  [/^NAME_CONST.*/, "NAME_CONST('a', 1)"],
];

/** Returns a statement with the inserted text in it. */
function use(name: string, stops: string): string {
  const filled = fillings.reduce((text, [pattern, value]) => text.replace(pattern, value), stops);
  const written = filled.replace(/AS \$4$/, 'AS t').replace(/\$\d/g, '1');
  return name === 'VALUES'
    ? `INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = ${written}`
    : `SELECT ${written}`;
}

/** Returns true if a call is accepted, or rejected for another reason; the number of arguments can be the reason. */
async function isThere(name: string, errno: (query: string) => Promise<number>): Promise<boolean> {
  for (const list of ['', '1', '1, 1']) if (!unknown.has(await errno(`SELECT ${name}(${list})`))) return true;
  return false;
}

describe('built-in functions', () => {
  onEachServer((server) => {
    it('are there, and are called as they are inserted', async () => {
      const [row] = await server.run('SELECT VERSION() AS version');
      const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(String(row?.['version']))!;
      const serverVersion = Number(major) * 10_000 + Number(minor) * 100 + Number(patch);
      const errno = (query: string): Promise<number> =>
        server
          .run('USE mysql', query)
          .then(() => 0)
          .catch((error: unknown) => (error as { readonly errno: number }).errno);

      const wrong: string[] = [];
      for (const { name, forms } of listBuiltIns({ dialect: server.flavor, serverVersion })) {
        // JSON_TABLE is a part of FROM; being read is what proves it.
        if (name !== 'JSON_TABLE' && !(await isThere(name, errno))) wrong.push(`${name} is not there`);
        const statement = use(name, makeStops(forms[0]));
        const read = await errno(`CREATE PROCEDURE no_such_schema.q() ${statement}`);
        if (!wasRead.has(read)) wrong.push(`${statement} gives ${read}`);
      }
      assert.deepEqual(wrong, []);
    }).timeout(120_000);
  });
});
