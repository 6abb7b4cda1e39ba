/** Checksums that earlier versions of Sproc recorded in ledgers: what they deployed is as deployed today. */
import assert from 'node:assert/strict';
import { isAsDeployed } from '../../engine/src/lifecycle/target/last-deployed';
import { isExactOf } from '../../engine/src/routine/checksums';
import { lowerDefinition } from '../../engine/src/routine/lower-definition';
import type { CreationModes, Routine } from '../../engine/src/routine/routine';
import { defaultParserOptions } from '../../engine/src/syntax/dialect';
import { parseScript } from '../../engine/src/syntax/parse-script';

function lower(text: string, modes?: CreationModes): Routine {
  const parserOptions = { ...defaultParserOptions, schema: 'shop' };
  const script = parseScript(text, parserOptions);
  return lowerDefinition(script, script.definitions[0]!, {
    parserOptions,
    schema: 'shop',
    ...(modes === undefined ? {} : { modes }),
  });
}

const modes = { sqlMode: [], characterSet: 'utf8mb4', collation: 'utf8mb4_bin' };

describe('an exact checksum of an earlier version', () => {
  for (const [what, routine, recorded] of [
    [
      'a trigger with an order',
      lower('CREATE TRIGGER t2 BEFORE INSERT ON t FOR EACH ROW FOLLOWS t1 SET NEW.b = 1'),
      'cada53e2a8594df16729a411c6987e1e20d02a084891bf40a51118345874ec8c',
    ],
    [
      'an event that starts at an expression',
      lower('CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS CURRENT_TIMESTAMP + INTERVAL 1 HOUR DO SET @a = 1'),
      '2da55154bc5f32119679c140be9ae55e0fb91bbdf2d500578232e7fe0407158d',
    ],
    [
      'an event on a server',
      lower(
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' ON COMPLETION NOT PRESERVE ENABLE DO SET @a = 1",
        { ...modes, timeZone: 'SYSTEM' },
      ),
      '14237f6d6f78153fbb2fbac4762a7f69dab65bddd27060a71e4b25ae0aedefee',
    ],
  ] as const)
    it(`is known: ${what}`, () => {
      assert.notEqual(routine.checksums.exact, recorded);
      assert.ok(isExactOf(routine.checksums, recorded));
      assert.ok(isAsDeployed(routine, { key: routine.key, live: recorded }));
    });

  it('is that of today for everything else', () => {
    const { checksums } = lower('CREATE PROCEDURE p() SELECT 1');
    assert.equal(checksums.exact, '97d9d9246d487367ac9adeefc31ca7d684b9856a15afd0469825c33cec8ca7e5');
    assert.equal(checksums.former, undefined);
  });
});
