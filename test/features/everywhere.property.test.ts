/** Every question at every place of the fixtures, whole and cut off there: an answer or none, never an exception. */
import assert from 'node:assert/strict';
import { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import { diagnoseFile } from '../../engine/src/analysis/diagnose';
import { prepareCallHierarchy } from '../../engine/src/features/call-hierarchy';
import { findCompletions } from '../../engine/src/features/completion/completion';
import { findDefinitions } from '../../engine/src/features/definition';
import { makeHover } from '../../engine/src/features/hover';
import { findQuickFixes } from '../../engine/src/features/fixes/quick-fixes';
import { findReferences } from '../../engine/src/features/references';
import { findRenameTarget, rename } from '../../engine/src/features/rename';
import { makeSignatureHelp } from '../../engine/src/features/signature-help';
import { makeRandom } from '../../scripts/conformance/random';
import { fixtures } from '../syntax/fixtures';

const noDeploymentInfo = { findDeploymentInfo: () => null, live: null };

/** The number of places of each fixture that are drawn; `SPROC_EXHAUSTIVE=1` tries every place. */
const drawn = process.env['SPROC_EXHAUSTIVE'] === undefined ? 25 : Infinity;

function ask(index: SourceIndex, file: string, offset: number): void {
  findCompletions(index, file, offset);
  makeHover(index, file, offset, noDeploymentInfo);
  findDefinitions(index, file, offset);
  findReferences(index, file, offset);
  makeSignatureHelp(index, file, offset);
  prepareCallHierarchy(index, file, offset);
  if (findRenameTarget(index, file, offset) !== null) rename(index, file, offset, 'renamed');
}

describe('every question', () => {
  for (const { name, text, options } of fixtures)
    it(`has an answer anywhere in ${name}, and where it is cut off`, function () {
      this.timeout(300_000);
      const reading = { ...options, schema: 'shop' };
      const random = makeRandom(20261126);
      const offsets =
        drawn > text.length
          ? Array.from({ length: text.length + 1 }, (_, i) => i)
          : Array.from({ length: drawn }, () => random(text.length + 1));
      const whole = new SourceIndex(reading);
      whole.update(name, text);
      for (const offset of offsets) {
        const cut = new SourceIndex(reading);
        cut.update(name, text.slice(0, offset));
        for (const index of [whole, cut])
          try {
            ask(index, name, offset);
            if (index === cut) findQuickFixes(index, name, diagnoseFile(index, name));
          } catch (problem) {
            assert.fail(
              `at ${offset} of ${index === cut ? 'the text cut off there' : 'the whole'}: ${String((problem as Error).stack)}`,
            );
          }
      }
    });
});
