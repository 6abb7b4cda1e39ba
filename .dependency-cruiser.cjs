// The floors of the house. A rule's comment tells whoever breaks it what to do instead.
const engine = '^engine/src/';
const rooms = [
  'base',
  'syntax',
  'routine',
  'analysis',
  'project',
  'database',
  'features',
  'registry',
  'ledger',
  'lifecycle',
  'use-cases',
  'editing',
];
/** What each room may import, besides itself; rooms on one floor do not know each other. */
const below = {
  base: [],
  syntax: ['base'],
  routine: ['base', 'syntax'],
  analysis: ['base', 'syntax', 'routine'],
  project: ['base', 'syntax', 'routine'],
  database: ['base', 'syntax', 'routine'],
  features: ['base', 'syntax', 'routine', 'analysis', 'project', 'database'],
  registry: ['base', 'syntax', 'routine', 'analysis', 'project', 'database'],
  ledger: ['base', 'syntax', 'routine', 'analysis', 'project', 'database'],
  lifecycle: ['base', 'syntax', 'routine', 'analysis', 'project', 'database', 'registry', 'ledger'],
  'use-cases': ['base', 'syntax', 'routine', 'analysis', 'project', 'database', 'registry', 'ledger', 'lifecycle'],
  editing: [
    'base',
    'syntax',
    'routine',
    'analysis',
    'project',
    'database',
    'features',
    'registry',
    'ledger',
    'lifecycle',
    'use-cases',
  ],
};

/** The same within two of the rooms; the use cases, on top, may import all of them. */
const belowWithin = {
  lifecycle: {
    answers: [],
    target: ['answers'],
    planning: ['answers', 'target'],
    dependants: ['answers', 'target', 'planning'],
    'compile-check': ['answers', 'target', 'planning'],
    rollback: ['answers', 'target', 'planning'],
    execution: ['answers', 'target', 'planning'],
    recovery: ['answers', 'target', 'planning', 'execution'],
    preflight: ['answers', 'target', 'planning', 'compile-check'],
  },
  'use-cases': {
    answers: [],
    shared: ['answers'],
    versions: ['answers', 'shared'],
    reading: ['answers', 'shared', 'versions'],
    environments: ['answers', 'shared', 'versions'],
    pruning: ['answers', 'shared', 'versions'],
    starting: ['answers'],
  },
};

module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'Two files need each other: move what both need into a file below them.',
      from: {},
      to: { circular: true },
    },
    ...rooms.map((room) => ({
      name: `floor-${room}`,
      severity: 'error',
      comment: `engine/src/${room} may import ${['itself', ...below[room]].join(', ')} only: move the shared idea down, or pass it in as an argument or a port.`,
      from: { path: `${engine}${room}/` },
      to: { path: engine, pathNot: `${engine}(${[room, ...below[room]].join('|')})/` },
    })),
    ...Object.entries(belowWithin).flatMap(([house, parts]) =>
      Object.entries(parts).map(([room, lower]) => ({
        name: `floor-${house}-${room}`,
        severity: 'error',
        comment: `Within engine/src/${house}, ${room} may import ${['itself', ...lower].join(', ')} only: move the shared idea down, or pass it in as an argument.`,
        from: { path: `${engine}${house}/${room}/` },
        to: { path: `${engine}${house}/`, pathNot: `${engine}${house}/(${[room, ...lower].join('|')})/` },
      })),
    ),
    {
      name: 'engine-knows-no-editor',
      severity: 'error',
      comment: 'The engine speaks offsets and plain records: translate to LSP in server/, to VS Code in client/.',
      from: { path: engine },
      to: {
        path: '^(vscode|vscode-languageserver.*|vscode-languageclient|(client|server|cli|protocol)/)|node_modules/vscode-language',
      },
    },
    {
      name: 'engine-is-pure',
      severity: 'error',
      comment:
        'Files, processes and sockets come in through ports: write an adapter named node-*.ts or mysql-*.ts, used by engine/src/node.ts only, and given a Gate.',
      from: { path: engine, pathNot: '(/node-[^/]*|/mysql-[^/]*|/node)\\.ts$' },
      to: { path: '^(node:)?(fs|fs/promises|child_process|net|tls|os|http|https|worker_threads)$|node_modules/mysql2' },
    },
    {
      name: 'through-the-gate',
      severity: 'error',
      comment:
        'Programs are started and sockets opened through engine/src/base/node-gate.ts only, so that Restricted Mode refuses all of them: take a Gate as an argument. The driver has its own socket, behind Gate.connecting.',
      from: {
        path: '^(engine|server)/src/',
        pathNot: '^engine/src/(base/node-gate|database/connection/mysql-(connect|wire))\\.ts$',
      },
      to: {
        path: '^(node:)?(child_process|cluster|worker_threads|net|tls|dgram|http|https|http2)$|node_modules/proper-lockfile',
      },
    },
    {
      name: 'driver-behind-the-gate',
      severity: 'error',
      comment:
        'Only mysql-*.ts speaks to servers, and only engine/src/node.ts hands it out, behind Gate.connecting: take a Connect as an argument.',
      from: { path: '^(engine|server)/src/', pathNot: '/mysql-[^/]*\\.ts$' },
      to: { path: 'node_modules/mysql2' },
    },
    {
      name: 'sessions-behind-the-gate',
      severity: 'error',
      comment: 'An unguarded session goes around Restricted Mode: take a Connect as an argument.',
      from: { path: '^(engine|server|cli)/src/', pathNot: '^engine/src/(node\\.ts$|database/connection/mysql-)' },
      to: {
        path: '^engine/src/database/connection/mysql-(session|connect|wire|auth)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'adapters-by-composition-roots-only',
      severity: 'error',
      comment:
        'Only a composition root (main.ts, extension.ts, engine/src/node.ts) picks the real adapters: take the port as an argument.',
      from: {
        path: '^(engine|server|cli|client)/src/',
        pathNot: '(engine/src/node|/main|/extension)\\.ts$|/(node|mysql)-[^/]*\\.ts$',
      },
      to: { path: '^engine/src/(node\\.ts$|.*/node-[^/]*\\.ts$)' },
    },
    {
      name: 'through-the-door',
      severity: 'error',
      comment: 'Come in through #engine (or #engine/node in a composition root): export what you need there.',
      from: { path: '^(client|server|cli|protocol)/' },
      to: { path: engine, pathNot: `${engine}(engine|node)\\.ts$` },
    },
    {
      name: 'vscode-in-client-only',
      severity: 'error',
      comment: 'VS Code shapes exist only in client/: send a message through protocol/ instead.',
      from: { pathNot: '^(client|test)/' },
      to: { path: '^vscode$|node_modules/vscode-languageclient' },
    },
    {
      name: 'client-has-no-engine-values',
      severity: 'error',
      comment: 'The client asks the language server: import types of the engine only, and send a message for the work.',
      from: { path: '^client/' },
      to: { path: '^(engine|server|cli)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'fronts-do-not-know-each-other',
      severity: 'error',
      comment: 'server and cli are two thin fronts over one engine: put what both need into the engine.',
      from: { path: '^(server|cli)/' },
      to: { path: '^(server|cli|client)/', pathNot: '^$1/' },
    },
    {
      name: 'product-does-not-know-its-tests',
      severity: 'error',
      comment: 'Code that ships imports nothing from test/ or scripts/.',
      from: { path: '^(engine|protocol|server|cli|client)/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'The import leads nowhere: check its spelling and package.json.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
