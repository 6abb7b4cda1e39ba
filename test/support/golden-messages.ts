/** The golden files of all messages, which `test/layout/messages.test.ts` holds against the code. */
import { readFileSync } from 'node:fs';
import { repositoryPath } from '../../scripts/repository';

/** Returns the messages of a house by file. */
export function readGoldenMessages(house: string): ReadonlyMap<string, readonly string[]> {
  const parts = readFileSync(repositoryPath('test', 'messages', `${house}.txt`), 'utf8').split(/^# /m);
  return new Map(
    parts.slice(1).map((part) => {
      const [file = '', ...messages] = part.trimEnd().split('\n');
      return [file, messages];
    }),
  );
}
