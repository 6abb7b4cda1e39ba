// One strict rule set for every house; size limits hold for code, not for tests or tables of data.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const houses = [
  'engine/src/**/*.ts',
  'protocol/src/**/*.ts',
  'server/src/**/*.ts',
  'cli/src/**/*.ts',
  'client/src/**/*.ts',
];

export default tseslint.config(
  { ignores: ['out/**', 'dist/**', 'node_modules/**', '.vscode-test/**', 'examples/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name: a default export has no word of its own.' },
      ],
    },
  },
  {
    // State has four homes and no fifth: what a module holds is constant.
    files: ['engine/src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name: a default export has no word of its own.' },
        ...[
          'Program > VariableDeclaration[kind="let"]',
          'Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
          ':matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator[id.typeAnnotation=undefined] > NewExpression[callee.name=/^(Map|Set)$/][arguments.length=0]',
          'NewExpression[callee.name=/^Weak(Map|Set|Ref)$/]',
        ].map((selector) => ({
          selector,
          message: 'Keep it in the Memory of what it was made from, and pass that as an argument (base/memory.ts).',
        })),
        {
          selector: 'CallExpression[callee.property.name=/^(push|unshift|max|min|fromCharCode)$/] > SpreadElement',
          message: 'Use append (base/long-lists.ts): a spread of a hundred thousand values overflows the stack.',
        },
      ],
    },
  },
  {
    files: houses,
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      complexity: ['error', 25],
    },
  },
  {
    // What writes to the disk is handed out by the gate alone, so that Restricted Mode refuses all of it. One file opens, to
    // read only.
    files: ['engine/src/**/*.ts', 'server/src/**/*.ts'],
    ignores: ['engine/src/base/node-gate.ts', 'engine/src/base/files/node-plain-file.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: ['fs', 'fs/promises', 'node:fs', 'node:fs/promises'].map((module) => ({
            regex: `^${module}$`,
            allowImportNamePattern:
              '^(?:readFile|readdir|stat|lstat|realpath|access|exists|createReadStream|constants|Dirent|Stats)(?:Sync)?$',
            message: 'Take what writes from Gate.disk() of engine/src/base/node-gate.ts.',
          })),
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: ['it', 'describe', 'before', 'after'] },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name: a default export has no word of its own.' },
        {
          selector: 'Program > ExpressionStatement > CallExpression[callee.name=/^(before|after)(Each)?$/]',
          message: 'Put hooks into a describe: outside of it they run for the tests of every file.',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'readonly',
        require: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        performance: 'readonly',
        Buffer: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
);
