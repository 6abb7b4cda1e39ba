/** The interface for editors as a whole; the content of each answer has its own tests. */
import assert from 'node:assert/strict';
import { makeLanguageService, nothingKnown } from '../../engine/src/editing/language-service';
import { runThrough } from '../../engine/src/base/slices';
import { indexFiles } from '../support/source-files';

const everywhere = { start: 0, end: 1_000 };

describe('the language service', () => {
  it('cannot be changed by whoever has it', () => {
    const service = makeLanguageService(() => ({ ...nothingKnown, index: indexFiles('') }));
    assert.ok(Object.isFrozen(service));
  });

  it('answers from what is known when it is asked, not when it was made', () => {
    let index = indexFiles('CREATE PROCEDURE old() SELECT 1;');
    const service = makeLanguageService(() => ({ ...nothingKnown, index }));
    index = indexFiles('CREATE PROCEDURE fresh() SELECT 1;');
    const [found, none] = [service.symbols('fresh'), service.symbols('old')];
    assert.deepEqual([found.length, none.length], [1, 0]);
    assert.equal(service.hover({ file: 'main.sql', offset: 18 })?.code.includes('fresh'), true);
  });

  it('diagnoses at once what it finds in steps, where no live schema is known', () => {
    const index = indexFiles('CREATE PROCEDURE p() CALL gone();');
    const service = makeLanguageService(() => ({ ...nothingKnown, index }));
    const codes = service.diagnoseSources('main.sql').map(({ code }) => code);
    assert.deepEqual(codes, ['missing-routine']);
    assert.deepEqual(
      runThrough(service.diagnose('main.sql')).map(({ code }) => code),
      codes,
    );
  });

  it('judges as the project wishes', () => {
    const index = indexFiles('CREATE PROCEDURE p() CALL gone();');
    const settings = { 'missing-routine': 'off' } as const;
    const service = makeLanguageService(() => ({ ...nothingKnown, settings, index }));
    assert.deepEqual(service.diagnoseSources('main.sql'), []);
  });

  it('has nothing to say about a file that it does not know', async () => {
    const service = makeLanguageService(() => ({ ...nothingKnown, index: indexFiles('') }));
    const at = { file: 'gone.sql', offset: 3 };
    assert.deepEqual(
      [service.hover(at), service.signatureHelp(at), service.renameTarget(at), service.routineAt(at)],
      [null, null, null, null],
    );
    const lists = [
      service.completions(at),
      service.definitions(at),
      service.references(at),
      service.highlights(at),
      service.outline(at.file, 'all'),
      service.foldingRanges(at.file),
      service.semanticTokens(at.file, everywhere),
      service.inlayHints(at.file, everywhere),
      service.codeLenses(at.file),
      service.quickFixes(at.file, []),
      service.diagnoseSources(at.file),
    ];
    assert.deepEqual(lists.flat(), []);
    assert.deepEqual(await service.format(at.file, { tabSize: 2, useTabs: false, width: 100 }), {
      edits: [],
      left: [],
    });
  });
});
