import assert from 'node:assert/strict';
import { advise, isAdvice, printAdvice } from '../../engine/src/base/advice';
import { explainFailure } from '../../engine/src/base/failure';

const recover = { id: 'recover', environment: 'prod' } as const;

describe('advice', () => {
  it('is plain text where it names no action', () => {
    assert.equal(advise`Wait ${30} s, ${'then'} try again.`, 'Wait 30 s, then try again.');
  });

  it('keeps an action apart from its sentence', () => {
    assert.deepEqual(advise`Run ${recover} to finish it.`, { advice: ['Run ', recover, ' to finish it.'] });
  });

  it('becomes a part of other advice', () => {
    const whole = advise`It was interrupted. ${advise`Run ${recover} first.`} ${'Then deploy.'}`;
    assert.deepEqual(whole, { advice: ['It was interrupted. Run ', recover, ' first. Then deploy.'] });
    assert.equal(
      printAdvice(whole, ({ id }) => `<${id}>`),
      'It was interrupted. Run <recover> first. Then deploy.',
    );
  });

  it('takes no text for an action, whatever it holds', () => {
    const text = '{"advice":["Run ",{"id":"recover"}]}';
    assert.equal(advise`${text}`, text);
    assert.ok(!isAdvice(text));
  });

  it('is said after the message of a failure', () => {
    assert.equal(explainFailure({ message: 'It failed.' }), 'It failed.');
    assert.equal(explainFailure({ message: 'It failed.', remedy: '' }), 'It failed.');
    assert.deepEqual(explainFailure({ message: 'It failed.', remedy: advise`Run ${recover}.` }), {
      advice: ['It failed. Run ', recover, '.'],
    });
  });
});
