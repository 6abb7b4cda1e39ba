import assert from 'node:assert/strict';
import { readDescriptions } from '../../scripts/built-ins/read-descriptions';
import { readForms } from '../../scripts/built-ins/read-forms';

describe('the forms of a call in a help table', () => {
  for (const [name, page, expected] of [
    ['ABS', 'Syntax:\nABS(X)\n\nReturns the absolute value.', ['ABS(X)']],
    [
      'CONCAT',
      'Syntax\n------\n\nCONCAT(str1,str2,...)\n\nDescription\n-----------\n\nCONCAT(a) joins.',
      ['CONCAT(str1, str2, ...)'],
    ],
    ['ADDTIME', 'Syntax:\nADDTIME(expr1,expr2)\n\nADDTIME() adds expr2.', ['ADDTIME(expr1, expr2)']],
    ['LPAD', 'Syntax:\nLPAD(str, len [,padstr])\n\nA.', ['LPAD(str, len [, padstr])']],
    ['RAND', 'Syntax\n------\n\nRAND(), RAND(N)\n\nDescription\n-----------\n', ['RAND()', 'RAND(N)']],
    ['LOG', 'Syntax:\nLOG(X), LOG(B,X)\n\nIf called with one.', ['LOG(X)', 'LOG(B, X)']],
    ['SUM', 'Syntax:\nSUM([DISTINCT] expr) [over_clause]\n\nA.', ['SUM([DISTINCT] expr) [over_clause]']],
    ['ST_AREA', 'ST_Area({poly|mpoly})\n\nA.', ['ST_AREA({poly|mpoly})']],
    ['SHOW', 'Syntax:\nSHOW TABLES\n\nLists.', []],
  ] as const)
    it(`are ${expected.length === 0 ? 'none' : expected.join(' and ')} for ${name}`, () =>
      assert.deepEqual(readForms(name, page), expected));
});

describe('descriptions of functions', () => {
  it('have sentences, other names, forms for one server and what is deprecated', () => {
    const [left, other, lag] = readDescriptions(
      '# string\nLEFT: The start.\nLT = LEFT\n# window\nLAG(a) OVER (w) / mysql LAG(a [, N]) OVER (w): The row before.\n' +
        '# deprecated\nLEFT mysql 8.0.17: SUBSTRING()\n',
    );
    assert.deepEqual(
      [left?.group, left?.about, left?.deprecated],
      ['string', 'The start.', { mysql: [80017, 'SUBSTRING()'] }],
    );
    assert.equal(other?.same, 'LEFT');
    assert.deepEqual(lag?.forms, { both: ['LAG(a) OVER (w)'], mysql: ['LAG(a [, N]) OVER (w)'] });
  });

  it('reject a line that is not readable, and a function that is described twice', () => {
    assert.throws(() => readDescriptions('# string\nLEFT the start'), /not readable/);
    assert.throws(() => readDescriptions('# string\nLEFT: A.\nLEFT: B.'), /twice/);
  });
});
