import assert from 'node:assert/strict';
import { couldNot } from '../../engine/src/database/connection/could-not';
import { explainRejection, inPlaceOf } from '../../engine/src/lifecycle/compile-check/compile-check';
import type { DeploymentStep } from '../../engine/src/lifecycle/planning/steps/plan';
import { refusal } from '../support/memory-session';
import { adviceText } from '../../cli/src/report/print-action';

const key = { schema: 'shop', kind: 'procedure', name: 'pay' } as const;
const asked = { environment: 'test', account: 'd@%', couldNot: couldNot.checkPlan(), schema: 'shop' };
const step = { key, logical: key, file: { file: 'pay.sql', line: 12 } } as DeploymentStep;

describe('a text that the server refuses', () => {
  it('is told with the line of its file', () => {
    const error = refusal(
      1064,
      "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 'SELEC 1;\nEND' at line 4",
    );
    const { message } = explainRejection(step, error, asked);
    assert.equal(
      message,
      "The server rejects procedure shop.pay (pay.sql, line 15): syntax error near 'SELEC 1;\nEND' (error 1064).",
    );
  });

  it('is told with the line of its name where the server names none', () => {
    const { message, remedy } = explainRejection(step, refusal(1418, 'This function has none of DETERMINISTIC'), asked);
    assert.match(message, /^The server rejects procedure shop\.pay \(pay\.sql, line 12\): /);
    assert.match(adviceText(remedy), /DETERMINISTIC/);
  });

  it('is told with its own schema, not with that of the trial', () => {
    const error = inPlaceOf('sproc_try_1', step, refusal(1320, 'No RETURN found in FUNCTION sproc_try_1.pay'));
    const { message } = explainRejection(step, error, asked);
    assert.match(message, /: No RETURN found in FUNCTION shop\.pay \(error 1320\)\.$/);
  });

  it('is told by the line of its own text where there is no file', () => {
    const { message } = explainRejection({ ...step, file: null }, refusal(1064, "near 'x' at line 3"), asked);
    assert.match(message, /\(line 3 of its text\)/);
  });
});
