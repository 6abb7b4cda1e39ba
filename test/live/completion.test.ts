/** Completion, compared with servers: they accept each type in its place, and each skeleton. */
import assert from 'node:assert/strict';
import { listDataTypes } from '../../engine/src/features/completion/data-types';
import {
  cursorSkeleton,
  handlerSkeleton,
  routineSkeletons,
  statementSkeletons,
  transactionSkeleton,
} from '../../engine/src/features/completion/skeletons';
import { emptiedSchema, onEachServer, type LiveServer } from '../support/live-servers';

/** Returns the text as a person leaves it: names as they are proposed, conditions true, the body one statement. */
function fill(text: string): string {
  return text
    .replace(/\$\{\d+\|(\w+)[^}]*\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace('$0', 'DO 0;')
    .replace(/\$\d/g, '1');
}

async function versionOf(server: LiveServer): Promise<number> {
  const [row] = await server.run('SELECT VERSION() AS version');
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(String(row?.['version']))!;
  return Number(major) * 10_000 + Number(minor) * 100 + Number(patch);
}

describe('completion', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);

    it('proposes types that the server accepts in that place', async () => {
      const serverVersion = await versionOf(server);
      const statements = {
        declaration: (type: string) => `CREATE PROCEDURE p() BEGIN DECLARE v ${type}; END`,
        parameter: (type: string) => `CREATE PROCEDURE p(IN v ${type}) DO 0`,
        returns: (type: string) => `CREATE FUNCTION p() RETURNS ${type} DETERMINISTIC RETURN NULL`,
        cast: (type: string) => `CREATE PROCEDURE p() SELECT CAST(NULL AS ${type})`,
        column: (type: string) => `CREATE TABLE t (v ${type})`,
      };
      const wrong: string[] = [];
      for (const at of ['declaration', 'parameter', 'returns', 'cast', 'column'] as const)
        for (const { name, stops } of listDataTypes(at, { dialect: server.flavor, serverVersion })) {
          const lengths = /^(?:ENUM|SET)$/.test(name) ? "('a')" : stops.replace(/\$\d/g, '1');
          const type = name === 'TYPE OF' ? 'TYPE OF known.id' : `${name}${lengths}`;
          const drop = ['DROP PROCEDURE IF EXISTS p', 'DROP FUNCTION IF EXISTS p', 'DROP TABLE IF EXISTS t'];
          await server
            .run(`USE ${schema.name}`, 'CREATE TABLE IF NOT EXISTS known (id INT)', ...drop, statements[at](type))
            .catch((error: unknown) => wrong.push(`${at} ${type}: ${(error as Error).message}`));
        }
      assert.deepEqual(wrong, []);
    }).timeout(120_000);

    it('inserts skeletons that the server creates and runs', async () => {
      const setUp = [`USE ${schema.name}`, 'CREATE TABLE IF NOT EXISTS table_name (id INT)'];
      const statements = [...statementSkeletons, cursorSkeleton, transactionSkeleton, handlerSkeleton];
      for (const change of [(text: string) => text, (text: string) => text.toLowerCase()]) {
        for (const { text } of routineSkeletons)
          await server.run(
            ...setUp,
            ...['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT'].map((kind) => `DROP ${kind} IF EXISTS name`),
            fill(change(text)),
          );
        for (const { word, text } of statements) {
          const create = `CREATE PROCEDURE try_${word}() BEGIN ${fill(change(text))} END`;
          await server.run(...setUp, `DROP PROCEDURE IF EXISTS try_${word}`, create);
          if (/^(?:if|case|loop|begin|cursor|tx|handler)$/.test(word))
            await server.run(`CALL ${schema.name}.try_${word}()`);
        }
      }
    }).timeout(60_000);
  });
});
