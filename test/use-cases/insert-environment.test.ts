/** An environment that is added to the text of a project file: everything else remains as it is. */
import assert from 'node:assert/strict';
import { insertEnvironment } from '../../engine/src/use-cases/starting/insert-environment';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';

const entry = { host: 'db1', port: 3306, user: 'dev', schema: 'shop', stage: 'DEVELOPMENT' };
const line = '{ "host": "db1", "port": 3306, "user": "dev", "schema": "shop", "stage": "DEVELOPMENT" }';

describe('an environment that is added to sproc.json', () => {
  for (const [what, before, after] of [
    [
      'stays on one line beside others that do, and keeps comments',
      `{\n  // The sources.\n  "sources": ["*.sql"],\n  "environments": {\n    // Mine.\n    "a": ${line} // the first\n  }\n}\n`,
      `{\n  // The sources.\n  "sources": ["*.sql"],\n  "environments": {\n    // Mine.\n    "a": ${line}, // the first\n    "qa": ${line}\n  }\n}\n`,
    ],
    [
      'comes before comments where there was none',
      '{\n  "environments": {\n    // Write the schema.\n  }\n}\n',
      `{\n  "environments": {\n    "qa": ${line}\n    // Write the schema.\n  }\n}\n`,
    ],
    [
      'brings the key',
      '{\n\t"schema": "shop"\n}\n',
      `{\n\t"schema": "shop",\n\t"environments": {\n\t\t"qa": ${line}\n\t}\n}\n`,
    ],
    [
      'follows a comma that was there before the closing brace',
      `{\n  "environments": {\n    "a": ${line}, // the first\n  },\n}\n`,
      `{\n  "environments": {\n    "a": ${line}, // the first\n    "qa": ${line}\n  },\n}\n`,
    ],
    [
      'stays on the line of all',
      `{ "environments": { "a": ${line} } }`,
      `{ "environments": { "a": ${line}, "qa": ${line} } }`,
    ],
    ['fits into an empty file', '{}', `{\n  "environments": {\n    "qa": ${line}\n  }\n}`],
    [
      'has line ends as the file has them',
      `{\r\n  "environments": {\r\n    "a": ${line}\r\n  }\r\n}\r\n`,
      `{\r\n  "environments": {\r\n    "a": ${line},\r\n    "qa": ${line}\r\n  }\r\n}\r\n`,
    ],
  ] as const)
    it(what, () => {
      const text = insertEnvironment(before, 'qa', entry);
      assert.equal(text, after);
      const { value, mistakes } = parseProjectFile(text);
      assert.equal(value?.environments['qa']?.targets[0]?.host, 'db1', JSON.stringify(mistakes));
    });

  it('has several lines beside others that do', () => {
    const text = insertEnvironment(
      '{\n  "environments": {\n    "a": {\n      "host": "db1"\n    }\n  }\n}\n',
      'qa',
      entry,
    );
    assert.match(text, /\n {4}"qa": \{\n {6}"host": "db1",\n/);
  });
});
