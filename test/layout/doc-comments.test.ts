/** Every doc comment is a sentence with a subject, in the plain words of the messages. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryPath } from '../../scripts/repository';

interface DocComment {
  readonly line: number;
  readonly text: string;
  /** The line of code after the comment. */
  readonly code: string;
}

const houses = ['engine/src', 'protocol/src', 'server/src', 'client/src', 'cli/src', 'scripts', 'test'];

/** Words that begin a fragment: its subject is missing, or is the name beside it. */
const bareBeginning =
  /^(?:As|At|Because|Behind|But|By|Else|For|From|How|If|In|It|Its|None|Not|Null|Of|On|Only|Or|Such|Than|That|These|They|This|Those|To|Undefined|What|When|Where|Whether|Which|Who|Whoever|Whose|Why|With|Within|Without)\b/;

/** Words for which the glossary and the messages have a plainer one. */
const oldWords =
  /\b(?:behind|blueprints?|circumstances|erred|errs|gentl\w+|hindrances?|lanes?|lapses?|leftovers?|mends?|puts? back|refus\w+|rehears\w+|stands?|stood|stranded|such|surroundings|tells?|told|(?:is|are|was|were) no(?! longer))\b/i;

const quoted = /`[^`]*`|"[^"]*"|\bsuch as\b|\bthere (?:is|are|was|were) no\b/gi;

const functionHead = /^(?:export )?(?:async )?function\b|^ +(?:static |async )*#?\w+\(.*\).*[{;]$/;

function readComments(text: string): readonly DocComment[] {
  const found = text.matchAll(/^[ \t]*\/\*\*([^]*?)\*\/[ \t]*(?:\n+[ \t]*\/\/.*)*\n*(.*)/gm);
  return [...found].map(({ 1: body = '', 2: code = '', index }) => ({
    line: text.slice(0, index).split('\n').length,
    text: body
      .replace(/^[ \t]*\*/gm, '')
      .replace(/\s+/g, ' ')
      .trim(),
    code,
  }));
}

/** Returns the fault of a comment as a phrase; null if it is a sentence. */
function findFault({ text, code }: DocComment): string | null {
  const [fragment] = bareBeginning.exec(text) ?? [];
  if (fragment !== undefined) return `begins with "${fragment}"`;
  if (!/^[A-Z\d`"]/.test(text)) return 'begins with a small letter';
  if (!/[.!?]`?$/.test(text)) return 'ends without a period';
  if (functionHead.test(code) && !/^[A-Z][a-z]*s\b/.test(text)) return 'begins without a verb';
  const [old] = oldWords.exec(text.replace(quoted, '')) ?? [];
  return old === undefined ? null : `has the word "${old}"`;
}

function listFaults(text: string): readonly string[] {
  return readComments(text).flatMap((comment) => {
    const fault = findFault(comment);
    return fault === null ? [] : [`${comment.line} ${fault}: ${comment.text}`];
  });
}

describe('the doc comments', () => {
  for (const house of houses)
    it(`are sentences: ${house}`, () => {
      const folder = repositoryPath(...house.split('/'));
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
        /\.(?:ts|mjs)$/.test(file),
      );
      assert.ok(files.length > 0);
      const faults = files.flatMap((file) =>
        listFaults(readFileSync(path.join(folder, file), 'utf8')).map((fault) => `${file}:${fault}`),
      );
      assert.deepEqual(faults, []);
    });

  const faulty: readonly (readonly [comment: string, fault: string])[] = [
    ['/** Of the name alone. */\nreadonly span: Span;', '1 begins with "Of": Of the name alone.'],
    ['/** the name. */\nreadonly name: string;', '1 begins with a small letter: the name.'],
    ['/** The name */\nreadonly name: string;', '1 ends without a period: The name'],
    ['/** The name of a file. */\nexport function nameOf(): string {', '1 begins without a verb: The name of a file.'],
    [
      '\n/**\n * The routine that stands\n * there.\n */\nx;',
      '2 has the word "stands": The routine that stands there.',
    ],
  ];
  for (const [comment, fault] of faulty)
    it(`are found: ${fault}`, () => assert.deepEqual(listFaults(comment), [fault]));
});
