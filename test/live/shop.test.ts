/** The example on real servers: its tables load, its routines are deployed by the command line, and they sell tea. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompareAnswer, DeployAnswer, RegisterAnswer, StatusAnswer } from '#engine';
import { onEachServer } from '../support/live-servers';
import { bundleSproc, runSproc, runSprocJson, sprocProgram } from '../support/sproc-process';

const example = join(__dirname, '../../examples/shop');

describe('examples/shop', () => {
  onEachServer(
    (server) => {
      let folder = '';
      before(async () => {
        bundleSproc();
        folder = mkdtempSync(join(tmpdir(), 'shop-'));
        cpSync(example, folder, { recursive: true });
        const file = join(folder, 'sproc.json');
        const project = readFileSync(file, 'utf8').replace('"sources"', `"dialect": "${server.flavor}", "sources"`);
        writeFileSync(
          file,
          project.replace(/"port": \d+/g, `"port": ${server.port}`).replaceAll('"deployer"', '"root"'),
        );
        const connection = await server.connect({ multipleStatements: true });
        for (const script of readdirSync(join(example, 'schema')).sort()) {
          await connection.query(readFileSync(join(example, 'schema', script), 'utf8'));
        }
      });
      after(() => rmSync(folder, { recursive: true, force: true }));

      const variables = { SPROC_PASSWORD_DEV: '', SPROC_PASSWORD_PROD: '' };
      const run = (line: string) => runSproc(line, { folder, variables });
      const json = (line: string) => runSprocJson(line, { folder, variables });

      const countRoutines = async (): Promise<number> => {
        const [row] = await server.run(
          "SELECT COUNT(*) AS n FROM information_schema.routines WHERE routine_schema IN ('shop', 'billing', 'audit', 'reporting')",
        );
        return Number(row?.['n']);
      };

      it('is put back when the deployment is interrupted', async () => {
        const child = spawn(process.execPath, [sprocProgram, 'deploy', 'dev', '--yes', '--json'], {
          cwd: folder,
          env: { PATH: process.env['PATH'], HOME: folder, ...variables },
        });
        let out = '';
        let err = '';
        child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
        const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
        while (child.exitCode === null && (await countRoutines()) === 0) continue;
        child.kill('SIGINT');
        const exit = await ended;
        const { outcome, steps } = JSON.parse(out) as DeployAnswer;
        assert.deepEqual([exit, outcome], [2, 'rolled-back'], err);
        assert.match(err, /^Stopping after the current step\. /m);
        assert.ok(
          steps.some((step) => step.outcome === 'restored') && steps.some((step) => step.outcome === 'not-run'),
        );
        assert.equal(await countRoutines(), 0);
      }).timeout(60_000);

      it('is deployed whole, and compares equal afterwards', () => {
        const deployed = json('deploy dev --yes') as DeployAnswer;
        assert.equal(deployed.outcome, 'deployed', JSON.stringify(deployed, null, 2));
        assert.ok(deployed.steps.every(({ outcome }) => outcome === 'done'));
        assert.deepEqual((json('compare workspace dev') as CompareAnswer).differences, []);
        assert.equal((json('deploy dev --yes') as DeployAnswer).outcome, 'nothing-to-do');
      }).timeout(60_000);

      it('takes an order, ships it, and is paid', async () => {
        const connection = await server.connect({ database: 'shop', multipleStatements: true });
        await connection.query(
          'CALL place_order(1, @order); CALL add_line(@order, 2, 12); CALL add_line(@order, 1, 1)',
        );
        await connection.query('CALL ship_order(@order, @invoice)');
        const [[invoice]] = (await connection.query(
          'SELECT net, gross FROM billing.invoices WHERE invoice_id = @invoice',
        )) as unknown as [[{ net: string; gross: string }]];
        assert.ok(Number(invoice.gross) > Number(invoice.net) && Number(invoice.net) > 100);
        await connection.query('CALL billing.record_payment(@invoice, ?)', [invoice.gross]);
        const [[settled]] = (await connection.query(
          'SELECT settled_on IS NOT NULL AS yes FROM billing.invoices WHERE invoice_id = @invoice',
        )) as unknown as [[{ yes: number }]];
        assert.equal(settled.yes, 1);
        await assert.rejects(
          connection.query("CALL cancel_order(@order, 'changed my mind')"),
          /A shipped order cannot be cancelled/,
        );
        const [notes] = await connection.query(
          "SELECT message FROM audit.entries WHERE subject = 'order' ORDER BY entry_id",
        );
        assert.deepEqual(notes, [
          { message: 'placed' },
          { message: 'shipped' },
          { message: 'failed: 45000 A shipped order cannot be cancelled.' },
        ]);
      });

      it('runs everything else too', async () => {
        const connection = await server.connect({ database: 'shop', multipleStatements: true });
        const [parts] = await connection.query('CALL list_parts(6)');
        assert.deepEqual((parts as unknown[])[0], [
          { product_id: 1, name: 'Teapot', quantity: '1' },
          { product_id: 2, name: 'Tea, green, 100 g', quantity: '1' },
          { product_id: 3, name: 'Tea, black, 100 g', quantity: '1' },
          { product_id: 4, name: 'Cup', quantity: '2' },
        ]);
        const [found] = await connection.query("CALL search_products('tea', 'price', 2)");
        assert.equal(((found as unknown[])[0] as unknown[]).length, 2);
        await connection.query(
          'CALL propose_purchases(@proposals); CALL receive_stock(4, 50); SELECT * FROM open_orders',
        );
        await connection.query("UPDATE billing.invoices SET settled_on = NULL, due_on = '2026-01-01'");
        await connection.query('CALL billing.remind_overdue(@sent); CALL billing.close_month(CURRENT_DATE)');
        await assert.rejects(
          connection.query('CALL billing.close_month(CURRENT_DATE)'),
          /This month is closed already/,
        );
        const [top] = await connection.query('CALL reporting.top_products(CURRENT_DATE, CURRENT_DATE, 1)');
        assert.equal(((top as unknown[])[0] as { name: string }[])[0]?.name, 'Tea, green, 100 g');
        await connection.query('CALL audit.forget(0, @deleted)');
      });

      it('lets a change into production only as a version that was marked for it, and by its name', () => {
        assert.equal((json('register') as RegisterAnswer).registered.length, 42);
        const file = join(folder, 'routines/audit/audit.sql');
        writeFileSync(file, readFileSync(file, 'utf8').replace('CURRENT_USER()', 'USER()'));
        assert.equal(run('plan prod note').exit, 1);
        assert.deepEqual(
          (json('register note') as RegisterAnswer).registered.map(({ version }) => version),
          ['1.0.1'],
        );
        assert.equal(run('plan prod note').exit, 1);
        for (const status of ['TESTING', 'PRODUCTION']) json(`mark note@1.0.1 ${status} --reason tested`);
        assert.equal(run('plan prod note').exit, 0);
        assert.equal(run('deploy prod note --yes').exit, 77);
        assert.equal((json('deploy prod note --yes --confirm prod') as DeployAnswer).outcome, 'deployed');
        const { routines } = json('status prod') as StatusAnswer;
        const note = routines.find(({ routine }) => routine === 'audit.note');
        assert.deepEqual(note?.environments['prod'], { version: '1.0.1', state: 'in-sync' });
      }).timeout(60_000);
    },
    { own: {} },
  );
});
