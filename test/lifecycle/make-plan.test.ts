import assert from 'node:assert/strict';
import { listStatements } from '../../engine/src/lifecycle/planning/steps/step-script';
import { mariadbFacts, mysqlFacts } from '../support/memory-session';
import { planScene, type Scene } from '../support/plan-facts';

const live = 'CREATE DEFINER=`root`@`localhost` PROCEDURE `pay`() SELECT 1';

function steps(scene: Scene): readonly string[] {
  return planScene(scene).targets.flatMap((target) =>
    target.steps.map(({ action, strategy, key }) => `${action} ${key.name} by ${strategy}`),
  );
}

function findings(scene: Scene): readonly string[] {
  return planScene(scene).findings.map(({ code }) => code);
}

function sql(scene: Scene): readonly string[] {
  return planScene(scene).targets.flatMap((target) => target.steps.flatMap(({ script }) => listStatements(script)));
}

function hazards(scene: Scene): string {
  return planScene(scene)
    .targets.flatMap((target) => target.steps.flatMap((step) => step.hazards))
    .join('\n');
}

describe('a plan', () => {
  it('does nothing for what is there already, whatever the layout of its head and whoever defined it', () => {
    assert.deepEqual(steps({ files: ['create procedure\n  shop . PAY ()\nSELECT 1'], live: [live] }), []);
  });

  it('creates what is missing, callees first', () => {
    const files = [
      'CREATE PROCEDURE a() CALL b()',
      'CREATE PROCEDURE b() SELECT f()',
      'CREATE FUNCTION f() RETURNS INT NO SQL RETURN 1',
    ];
    assert.deepEqual(steps({ files }), ['create f by create', 'create b by create', 'create a by create']);
  });

  it('says what is deployed as a unit', () => {
    const files = ['CREATE PROCEDURE a() CALL b()', 'CREATE PROCEDURE b() CALL a()'];
    assert.match(hazards({ files }), /deployed together with shop\.b, because they call each other/);
  });

  it('overwrites only what it deployed itself', () => {
    const files = ['CREATE PROCEDURE pay() SELECT 2'];
    assert.deepEqual(findings({ files, live: [live], deployed: [live] }), []);
    assert.deepEqual(findings({ files, live: [live] }), ['unmanaged']);
    assert.deepEqual(findings({ files, live: [live], deployed: [live.replace('1', '0')] }), ['drifted']);
    assert.deepEqual(findings({ files, live: [live], options: { overwrite: true } }), []);
    assert.match(hazards({ files, live: [live], options: { overwrite: true } }), /never deployed by this project/);
  });

  it('leaves out what could not be decoded, and says so, also where the server already has what was read of it', () => {
    const broken = "CREATE PROCEDURE pay()\n  SELECT 'caf\udcff'";
    const files = [broken, 'CREATE PROCEDURE refund() SELECT 1'];
    const scene = { files, live: [broken.toWellFormed()], deployed: [broken.toWellFormed()] };
    assert.deepEqual(steps(scene), ['create refund by create']);
    assert.deepEqual(
      planScene(scene).findings.map(({ severity, code, message }) => [severity, code, message]),
      [
        [
          'error',
          'broken-encoding',
          'procedure shop.pay (pay.sql, line 2) has bytes that are not UTF-8. They would be lost in a deployment.',
        ],
      ],
    );
    assert.deepEqual(findings({ ...scene, only: ['refund'] }), []);
  });

  it('takes U+FFFD for what it is where the file holds it', () => {
    assert.deepEqual(findings({ files: ["CREATE PROCEDURE pay() SELECT '\ufffd'"] }), []);
  });

  it('drops nothing while the name of a routine could not be decoded', () => {
    const scene: Scene = {
      files: ['CREATE PROCEDURE caf\udcff() SELECT 1', 'CREATE PROCEDURE refund() SELECT 1'],
      live: [live],
      deployed: [live],
      only: ['refund'],
      options: { prune: true },
    };
    assert.deepEqual(findings(scene), ['broken-encoding']);
  });

  it('refuses a smoke statement that could not be decoded', () => {
    assert.deepEqual(
      findings({ files: ["-- sproc:smoke CALL pay('\udcff')\nCREATE PROCEDURE pay(a TEXT) SELECT a"] }),
      ['broken-encoding'],
    );
  });

  it('drops what it deployed and the files no longer have, only when asked, callers first', () => {
    const gone = ['CREATE DEFINER=`d`@`%` PROCEDURE `b`() SELECT 1', 'CREATE DEFINER=`d`@`%` PROCEDURE `a`() CALL b()'];
    const scene: Scene = { files: ['CREATE PROCEDURE pay() SELECT 1'], live: [live, ...gone], deployed: gone };
    assert.deepEqual(steps(scene), []);
    assert.deepEqual(steps({ ...scene, options: { prune: true } }), ['drop a by drop', 'drop b by drop']);
    assert.deepEqual(steps({ ...scene, deployed: [], options: { prune: true } }), []);
  });

  const changed = ['CREATE PROCEDURE pay() SELECT 2'];
  const known = { files: changed, live: [live], deployed: [live] };
  it('takes the gentlest way of the server', () => {
    assert.deepEqual(steps(known), ['replace pay by queued']);
    assert.deepEqual(steps({ ...known, server: mariadbFacts }), ['replace pay by or-replace']);
    assert.deepEqual(steps({ ...known, server: { ...mysqlFacts, version: 80_028 } }), ['replace pay by replace']);
    assert.deepEqual(steps({ ...known, options: { strategy: 'replace' } }), ['replace pay by replace']);
    assert.deepEqual(steps({ ...known, environment: { strategy: 'or-replace' } }), ['replace pay by queued']);
    assert.deepEqual(steps({ ...known, files: ["CREATE PROCEDURE pay() COMMENT 'x' SELECT 1"] }), [
      'alter pay by alter',
    ]);
    assert.deepEqual(steps({ ...known, files: ['CREATE PROCEDURE pay() DETERMINISTIC SELECT 1'] }), [
      'replace pay by queued',
    ]);
  });

  it('keeps the definer, and sets the modes that are stated', () => {
    const [settings, , , packet] = sql({ ...known, environment: { sqlMode: ['ANSI_QUOTES'] } });
    assert.match(settings ?? '', /sql_mode = 'ANSI_QUOTES'/);
    assert.equal(
      packet,
      'DROP PROCEDURE `shop`.`pay`;\nCREATE DEFINER=`root`@`localhost` PROCEDURE IF NOT EXISTS `shop`.`pay`() SELECT 2',
    );
  });

  it('keeps grants where the account may, and gives them back where it may not', () => {
    const grants = [
      {
        key: { schema: 'shop', kind: 'procedure', name: 'pay' },
        user: 'app',
        host: '%',
        privileges: ['EXECUTE'],
        grantOption: false,
      },
    ] as const;
    const keeps = sql({ ...known, grants });
    const [guarded, off] = [
      /^SET @sproc_done = .*;\nSET GLOBAL automatic_sp_privileges = 1 \+ BENCHMARK/,
      /^SET GLOBAL automatic_sp_privileges = OFF$/,
    ];
    const at = (pattern: RegExp): number => keeps.findIndex((statement) => pattern.test(statement));
    assert.ok(at(guarded) >= 0 && at(guarded) < at(off), keeps.join('\n'));
    assert.match(keeps[at(guarded)] ?? '', /'GRANT EXECUTE ON PROCEDURE `shop`\.`pay` TO `app`@`%`'/);
    // MySQL stores text after a CREATE in its packet, even a single semicolon, as a part of it.
    assert.ok(
      keeps.every((statement) => !/CREATE [^;]*;/.test(statement)),
      keeps.join('\n'),
    );
    assert.match(keeps.at(-1) ?? '', /^DO GET_LOCK.*RELEASE_LOCK/);
    const poor = { ...known, grants, privileges: 'GRANT ALTER ROUTINE ON `shop`.* TO `d`@`%`' };
    assert.equal(sql(poor).at(-1), 'GRANT EXECUTE ON PROCEDURE `shop`.`pay` TO `app`@`%`');
    assert.match(hazards(poor), /^DROP removes its 1 grant\. It is restored right after/m);
    assert.ok(
      sql({ ...known, grants, binaryLog: true }).includes('GRANT EXECUTE ON PROCEDURE `shop`.`pay` TO `app`@`%`'),
    );
  });

  it('locks the table of a trigger that is replaced, and has the old one ready', () => {
    const trigger =
      'CREATE DEFINER=`root`@`localhost` TRIGGER `t1` BEFORE INSERT ON `orders` FOR EACH ROW SET NEW.a = 1';
    const plan = planScene({
      files: ['CREATE TRIGGER t1 BEFORE INSERT ON orders FOR EACH ROW SET NEW.a = 2'],
      live: [trigger],
      deployed: [trigger],
    });
    const script = plan.targets[0]?.steps[0]?.script;
    assert.equal(script?.kind, 'packet');
    assert.equal(script.statements[0], 'LOCK TABLES `shop`.`orders` WRITE');
    assert.match(script.statements.at(-1) ?? '', /^CREATE .* SET NEW\.a = 2$/);
    assert.match(script.rescue.at(-1) ?? '', /SET NEW\.a = 1$/);
    assert.deepEqual(script.closing, ['UNLOCK TABLES']);
  });

  it('alters an event, and leaves its status, which the text does not state', () => {
    const event =
      "CREATE DEFINER=`root`@`localhost` EVENT `e` ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01 00:00:00' ON COMPLETION NOT PRESERVE ENABLE COMMENT 'old' DO SELECT 1";
    const scene = { files: ['CREATE EVENT e ON SCHEDULE EVERY 2 DAY DO SELECT 2'], live: [event], deployed: [event] };
    assert.deepEqual(steps(scene), ['alter e by alter']);
    assert.equal(
      sql(scene).at(-1),
      "ALTER DEFINER=`root`@`localhost` EVENT `shop`.`e` ON SCHEDULE EVERY 2 DAY ON COMPLETION NOT PRESERVE COMMENT '' DO SELECT 2",
    );
  });

  it('has a fingerprint of all that it was made from', () => {
    const first = planScene(known).fingerprint;
    assert.equal(planScene(known).fingerprint, first);
    const others: readonly Scene[] = [
      { ...known, files: ['CREATE PROCEDURE pay() SELECT 3'] },
      { ...known, live: [live.replace('1', '9')], deployed: [live.replace('1', '9')] },
      { ...known, grants: null },
      { ...known, environment: { stage: 'TESTING' } },
      { ...known, options: { strategy: 'replace' } },
    ];
    assert.equal(new Set([first, ...others.map((scene) => planScene(scene).fingerprint)]).size, others.length + 1);
  });
});
