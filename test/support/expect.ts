/** Takes the value out of a result that has to be one, and the failure out of one that must not. */
import assert from 'node:assert/strict';
import type { Failure, FailureKind } from '../../engine/src/base/failure';
import type { Result } from '../../engine/src/base/result';
import { adviceText } from '../../cli/src/report/print-action';

export function expectOk<T>(result: Result<T, Failure>): T {
  if (!result.ok) assert.fail(`${result.error.kind}: ${result.error.message} ${adviceText(result.error.remedy ?? '')}`);
  return result.value;
}

export function expectFailure(result: Result<unknown, Failure>, kind: FailureKind): Failure {
  if (result.ok) assert.fail(`expected a failure of kind ${kind}, got ${JSON.stringify(result.value)}`);
  assert.equal(result.error.kind, kind, result.error.message);
  return result.error;
}
