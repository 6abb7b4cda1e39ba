/** Texts side by side: the author's text, and how a server gives back another one of the same routine. */
import assert from 'node:assert/strict';
import { textInFormOf } from '../../engine/src/use-cases/shared/text-in-form-of';
import { findDifferences } from '../../engine/src/routine/difference';
import { routineOf } from '../support/routine-of';

/** Returns the live text in the form of the author's. */
function fit(own: string, live: string): string {
  const [model, routine] = [routineOf(own), routineOf(live)];
  return textInFormOf(model, routine, new Set(findDifferences(model, routine).map(({ kind }) => kind)));
}

const own = `create procedure place_order(
  in p_id int,  -- the customer
  out p_total decimal(10, 2)
)
  modifies sql data
  comment 'orders'
begin
  set p_total = 1;
end`;

/** Returns the server's rendering. */
function live({
  parameters = 'in p_id int,  -- the customer\n  out p_total decimal(10, 2)',
  comment = 'orders',
  total = 1,
}): string {
  return `CREATE DEFINER=\`root\`@\`%\` PROCEDURE \`place_order\`(\n  ${parameters}\n)
    MODIFIES SQL DATA
    COMMENT '${comment}'
begin
  set p_total = ${total};
end`;
}

describe('the text of a server in the form of the author’s', () => {
  it('is the author’s text where nothing differs but what a server writes in its own way', () =>
    assert.equal(fit(own, live({})), own));

  it('differs in the body only', () => assert.equal(fit(own, live({ total: 2 })), own.replace('= 1', '= 2')));

  it('differs in one characteristic', () =>
    assert.equal(fit(own, live({ comment: 'old' })), own.replace("comment 'orders'", "COMMENT 'old'")));

  it('differs in a parameter', () => {
    const parameters = 'in p_id bigint,  -- the customer\n  out p_total decimal(10, 2)';
    assert.equal(fit(own, live({ parameters })), own.replace('int', 'bigint'));
  });

  it('names a definer only where the author does', () => {
    assert.equal(
      fit('CREATE PROCEDURE a() SELECT 1', 'CREATE DEFINER=`b`@`%` PROCEDURE `a`()\nSELECT 1'),
      'CREATE PROCEDURE a() SELECT 1',
    );
    assert.equal(
      fit('CREATE DEFINER = me@here PROCEDURE a() SELECT 1', 'CREATE DEFINER=`b`@`%` PROCEDURE `a`()\nSELECT 1'),
      'CREATE DEFINER = `b`@`%` PROCEDURE a() SELECT 1',
    );
  });

  it('has characteristics that the author does not state', () => {
    assert.equal(
      fit(
        'CREATE PROCEDURE a()\nBEGIN END',
        "CREATE PROCEDURE `a`()\n    SQL SECURITY INVOKER\n    COMMENT 'x'\nBEGIN END",
      ),
      "CREATE PROCEDURE a()\nSQL SECURITY INVOKER\n    COMMENT 'x'\nBEGIN END",
    );
  });

  it('differs in the type of a result', () =>
    assert.equal(
      fit(
        'CREATE FUNCTION a() RETURNS INT DETERMINISTIC RETURN 1',
        'CREATE FUNCTION `a`() RETURNS bigint\n    DETERMINISTIC\nRETURN 1',
      ),
      'CREATE FUNCTION a() RETURNS bigint DETERMINISTIC RETURN 1',
    ));

  it('is the server’s own text of an event with another schedule, and the author’s with another body', () => {
    const server = (days: number, n: number): string =>
      `CREATE EVENT \`tidy\` ON SCHEDULE EVERY ${days} DAY STARTS '2025-01-01 00:00:00' ON COMPLETION NOT PRESERVE ENABLE DO SELECT ${n}`;
    const author = "create event tidy on schedule every 1 day starts '2025-01-01 00:00:00' do select 1";
    assert.equal(fit(author, server(2, 1)), server(2, 1));
    assert.equal(fit(author, server(1, 2)), author.replace('select 1', 'SELECT 2'));
  });

  it('is the server’s own text of a view whose definition differs, or is not known to be the same', () => {
    const [author, server] = ['CREATE VIEW v AS SELECT 1 AS a', 'CREATE VIEW `v` AS select 2 AS `a`'];
    for (const kind of ['body', 'unknown'] as const)
      assert.equal(textInFormOf(routineOf(author), routineOf(server), new Set([kind])), server);
  });
});
