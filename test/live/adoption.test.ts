/** Files in the styles of real projects, loaded by the client: nothing differs, nothing is to be done, and a baseline takes them over. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { ServerClient } from '../support/server-client';

/** One object of each kind, as a project might define it; `n` makes names distinct. */
const objects: Readonly<Record<string, (n: number) => string>> = {
  procedure: (n) => `CREATE PROCEDURE pay_${n}(IN p_id INT, OUT p_sum DECIMAL(10,2))
  COMMENT 'Sums up; it''s all'
BEGIN
  -- the orders; of one customer
  DECLARE done INT DEFAULT 0;
  SELECT SUM(total) INTO p_sum FROM orders WHERE id = p_id; /* a ; in a comment */
  IF p_sum IS NULL THEN SET p_sum = 0; END IF;
END`,
  function: (n) => `CREATE FUNCTION tax_${n}(amount DECIMAL(10,2)) RETURNS DECIMAL(10,2)
    DETERMINISTIC
RETURN ROUND(amount * 0.19, 2)`,
  trigger: (n) => `CREATE TRIGGER orders_${n} BEFORE UPDATE ON orders_log FOR EACH ROW
BEGIN
  SET NEW.note = CONCAT('changed; ', NEW.note);
END`,
  event: (n) => `CREATE EVENT purge_${n} ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00'
  ON COMPLETION PRESERVE DISABLE COMMENT 'nightly'
  DO DELETE FROM orders_log WHERE id < 0`,
  definer: (n) => `CREATE DEFINER=\`root\`@\`localhost\` PROCEDURE \`audit_${n}\`()
    MODIFIES SQL DATA
    SQL SECURITY INVOKER
BEGIN
  INSERT INTO orders_log (id, note) VALUES (1, "a ""quoted"" text");
END`,
  strings: (n) => `CREATE PROCEDURE \`texts_${n}\`()
BEGIN
  SELECT 'DELIMITER ;' AS a, '//' AS b, 'it''s \\\\' AS c, N'ä' AS d, _utf8mb4'é' AS e;
END`,
};

type Wrap = (create: string, name: string) => string;

/** Styles of files: what tools and people write around a definition. */
const styles: Readonly<Record<string, Wrap>> = {
  'by hand, with DELIMITER $$': (create) => `DELIMITER $$\n${create}$$\nDELIMITER ;\n`,
  'by hand, with DROP and //': (create, name) => `DROP ${name};\ndelimiter //\n\n${create}\n//\n\ndelimiter ;\n`,
  'with line ends of Windows': (create) => `DELIMITER ;;\n\n${create} ;;\n\nDELIMITER ;\n`.replaceAll('\n', '\r\n'),
  'with line ends of both kinds': (create) =>
    `DELIMITER //\r\n${create.replaceAll('\n', '\r\n').replace('\r\n', '\n')}\r\n//\r\nDELIMITER ;\n`,
  'with carriage returns that end no line': (create) =>
    `DELIMITER //\n${create.replaceAll('\n', '\r\n').replace(/BEGIN\r\n|RETURN /, (word) => `${word.trim()}\r \r\r\n`)}//\nDELIMITER ;\n`,
  'like a dump': (create) =>
    `/*!50003 SET @saved_sql_mode       = @@sql_mode */ ;\n/*!50003 SET sql_mode              = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION' */ ;\nDELIMITER ;;\n${create} ;;\nDELIMITER ;\n/*!50003 SET sql_mode              = @saved_sql_mode */ ;\n`,
  'like an export of phpMyAdmin': (create, name) =>
    `SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";\nSET time_zone = "+00:00";\n\n--\n-- Database\n--\n\nDELIMITER $$\n--\n-- Procedures\n--\nDROP ${name}$$\n${create}$$\n\nDELIMITER ;\n`,
  'like an export of HeidiSQL': (create, name) =>
    `/*!40101 SET NAMES utf8mb4 */;\n-- Exporting\nDROP ${name};\nDELIMITER //\n${create}//\nDELIMITER ;\n`,
  'like an export of Workbench': (create, name) =>
    `-- -----------------------------------------------------\n-- routine\n-- -----------------------------------------------------\n\nDELIMITER $$\nDROP ${name}$$\n${create}$$\n\nDELIMITER ;\n`,
  'like a migration': (create, name) =>
    `-- V2__change.sql\n# by the team\nSET @was = @@sql_mode;\nDROP ${name};\nDELIMITER |\n${create}\n|\nDELIMITER ;\n`,
  'with a licence before it': (create) =>
    `-- Copyright; all rights reserved.\nDELIMITER @@\n\n/*\n * DELIMITER is not meant here;\n */\n${create}\n@@\nDELIMITER ;\n`,
  'with tabs and blank lines': (create) =>
    `\n\n\nDELIMITER $$\n\n${create.replaceAll('  ', '\t')}\n\n$$\n\nDELIMITER ;\n\n`,
};

const views = `CREATE OR REPLACE VIEW sales AS SELECT id, total FROM orders WHERE total > 0;
CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW big_sales (id, twice) AS SELECT id, total * 2 FROM sales WITH CHECK OPTION;
create view \`All Sales\` as select s.id, b.twice from sales s left join big_sales b on b.id = s.id;
`;

const dropOf: Readonly<Record<string, (n: number) => string>> = {
  procedure: (n) => `PROCEDURE IF EXISTS pay_${n}`,
  function: (n) => `FUNCTION IF EXISTS tax_${n}`,
  trigger: (n) => `TRIGGER IF EXISTS orders_${n}`,
  event: (n) => `EVENT IF EXISTS purge_${n}`,
  definer: (n) => `PROCEDURE IF EXISTS \`audit_${n}\``,
  strings: (n) => `PROCEDURE IF EXISTS \`texts_${n}\``,
};

/** Returns the files by path: each style with each object. */
function makeFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [i, [style, wrap]] of Object.entries(styles).entries())
    for (const [kind, create] of Object.entries(objects))
      files.set(`${style.replace(/[^a-z]+/gi, '-')}/${kind}.sql`, wrap(create(i), dropOf[kind]?.(i) ?? ''));
  files.set('views.sql', views);
  return files;
}

describe('adoption of files that a client has loaded', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const environment = { environment: 'test' };
    const files = makeFiles();

    before(async function () {
      this.timeout(120_000);
      const client = await ServerClient.find(server);
      if (client === null) return this.skip();
      await server.run(
        `CREATE TABLE ${schema.name}.orders (id INT PRIMARY KEY, total DECIMAL(10,2))`,
        `CREATE TABLE ${schema.name}.orders_log (id INT, note VARCHAR(200))`,
      );
      for (const text of files.values()) client.load(schema.name, text);
    });
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    it('has more than 60 files', () => {
      assert.ok(files.size > 60, String(files.size));
    });

    it('finds no difference, and has nothing to do', async () => {
      const project = liveProject(server, schema.name, { files: Object.fromEntries(files) });
      const { differences, unmanaged } = expectOk(await project.compare({ left: 'workspace', right: 'test' }));
      // A client's view is compared once its source is recorded.
      assert.deepEqual(
        differences.filter(({ kind, routineKind }) => routineKind !== 'view' || kind !== 'unknown'),
        [],
      );
      assert.deepEqual(unmanaged, []);
      const { steps } = expectOk(await project.plan(environment));
      assert.deepEqual(
        steps.filter(({ kind }) => kind !== 'view').map(({ routine }) => routine),
        [],
      );
    }).timeout(60_000);

    it('takes over what its own files define, the views too', async () => {
      const project = liveProject(server, schema.name, { files: Object.fromEntries(files) });
      const { adopted, skipped } = expectOk(await project.baseline(environment));
      assert.deepEqual(skipped, []);
      assert.equal(adopted.length, files.size + 2);
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.deepEqual(expectOk(await project.plan(environment)).steps, []);
      await server.run(`DROP DATABASE ${schema.name}_ledger`);
    }).timeout(60_000);

    it('imports and takes over everything of another checkout, which then is in sync', async () => {
      const project = liveProject(server, schema.name, { environment: { stage: 'PRODUCTION' } });
      const answer = expectOk(await project.baseline(environment));
      assert.deepEqual(answer.skipped, []);
      assert.equal(answer.adopted.length, files.size + 2);
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.deepEqual(expectOk(await project.plan(environment)).steps, []);
      const { routines } = expectOk(await project.status({ environments: ['test'] }));
      assert.deepEqual(
        routines.filter(({ environments }) => environments['test']?.state !== 'in-sync').map(({ routine }) => routine),
        [],
      );
    }).timeout(60_000);
  });
});
