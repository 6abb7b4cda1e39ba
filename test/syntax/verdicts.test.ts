/** The texts that the servers accept are read without an error, and those that they reject have one. */
import assert from 'node:assert/strict';
import { mariadb, read, statement, type Options } from './check';
import { judgedText, verdicts } from './verdicts';

const servers: Readonly<Record<'mysql' | 'mariadb', Options>> = {
  mysql: { dialect: 'mysql', serverVersion: 90704, ...statement },
  mariadb: { ...mariadb, serverVersion: 101118, ...statement },
};

describe('the verdict of the servers', () => {
  for (const { theme, oracle, texts } of verdicts)
    for (const dialect of ['mysql', 'mariadb'] as const)
      it(`is that of our reading: ${theme} on ${dialect}`, () => {
        const asked = texts.filter(({ taken }) => taken[dialect] !== null);
        const different = asked.flatMap(({ text, taken }) => {
          const { errors } = read(judgedText(text, oracle), { ...servers[dialect], sqlMode: oracle ? ['ORACLE'] : [] });
          return (errors.length === 0) === taken[dialect] ? [] : [`${text} | ${errors[0]?.message ?? 'no error'}`];
        });
        assert.deepEqual(different, []);
      });
});
