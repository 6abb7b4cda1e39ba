/** The JSON schema of sproc.json (draft-07). `schemas/sproc.schema.json` is this table as a file; a test holds them equal. */

import { ruleCodes } from './rule-codes';

const environmentName = '^[A-Za-z0-9][A-Za-z0-9_-]*$';
const projectId = '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$';
const ruleSeverity = {
  enum: ['off', 'error', 'warning', 'information', 'hint'],
  description: 'Severity of this rule. `off` disables it.',
};
const modeList = {
  description: 'The sql_mode, as the server writes it or as a list of modes.',
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string', pattern: '^[A-Za-z_0-9]+$' } }],
  examples: ['STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', ['ANSI_QUOTES', 'STRICT_TRANS_TABLES']],
};

/** The connection to one server, in an environment itself or in each of its targets. */
const connection = {
  host: {
    type: 'string',
    minLength: 1,
    description: 'Name or address of the server. Omit it if `socket` is set.',
  },
  port: { type: 'integer', minimum: 1, maximum: 65535, default: 3306, description: 'TCP port of the server.' },
  socket: { type: 'string', minLength: 1, description: 'Path of a Unix socket, instead of `host` and `port`.' },
  user: {
    type: 'string',
    minLength: 1,
    description:
      'Account to log in with. Its password is never in this file: it comes from the editor’s secret storage, from SPROC_PASSWORD_<ENVIRONMENT> or from `passwordCommand`.',
  },
  schema: {
    type: 'string',
    minLength: 1,
    maxLength: 64,
    description: 'The schema on this server that replaces the project’s own.',
  },
  tls: {
    enum: ['off', 'preferred', 'required', 'verify'],
    default: 'preferred',
    description:
      '`off`: never. `preferred`: if the server offers it. `required`: do not connect without it. `verify`: also check the certificate and its name against `ca` or the system’s authorities.',
  },
  ca: {
    type: 'string',
    minLength: 1,
    description: 'Path of the CA certificate (PEM) for `tls: "verify"`, relative to this file.',
  },
  serverPublicKey: {
    type: 'string',
    minLength: 1,
    description:
      'Path of the server’s RSA public key (PEM), relative to this file. With it, a password can be sent encrypted without TLS. Without it, a server without TLS is refused, unless it is this machine.',
  },
};

const retention = {
  days: {
    type: 'integer',
    minimum: 0,
    maximum: 36_500,
    description: 'Days to keep a deployment in the ledger, with the definitions that it replaced. Default: forever.',
  },
  deployments: {
    type: 'integer',
    minimum: 1,
    maximum: 1_000_000,
    default: 20,
    description: 'Minimum number of recent deployments to keep.',
  },
};

const environment = {
  type: 'object',
  description: 'An environment: a stage with one or more servers.',
  additionalProperties: false,
  required: ['stage'],
  properties: {
    ...connection,
    stage: {
      enum: ['DEVELOPMENT', 'TESTING', 'PRODUCTION'],
      description:
        'Accepted versions: DEVELOPMENT accepts any source; TESTING and PRODUCTION accept registered versions with a matching status.',
    },
    protected: {
      type: 'boolean',
      default: false,
      description: 'Protected: changes require typing the environment name.',
    },
    branches: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      default: [],
      description: 'Git branches that can be deployed to it; `*` matches any part of a name. Empty: all branches.',
      examples: [['main', 'release/*']],
    },
    prefix: {
      type: 'string',
      maxLength: 32,
      pattern: '^[\\p{L}\\p{N}_$]*$',
      default: '',
      description:
        'Prefix for the names of the project’s own routines there, and for calls between them. Letters, digits, _ and $.',
    },
    targets: {
      type: 'array',
      minItems: 1,
      description: 'Several servers. Settings that a target omits are taken from the environment.',
      items: {
        type: 'object',
        description: 'One server and the schema on it.',
        additionalProperties: false,
        properties: connection,
      },
    },
    schemas: {
      type: 'object',
      description: 'Names there of other schemas that the sources use. A schema that is not listed keeps its name.',
      additionalProperties: { type: 'string', minLength: 1, maxLength: 64 },
      examples: [{ billing: 'billing_dev' }],
    },
    definers: {
      type: 'object',
      description: 'Definers: the account in the sources, and the account that replaces it there.',
      propertyNames: { pattern: '^.+@.+$' },
      additionalProperties: { type: 'string', pattern: '^.+@.+$' },
      examples: [{ 'app@%': 'app_dev@localhost' }],
    },
    strategy: {
      enum: ['alter', 'or-replace', 'queued', 'routed', 'replace'],
      description: 'Replacement strategy. Default: the least disruptive one that works, chosen for each routine.',
    },
    maxConnections: {
      type: 'integer',
      minimum: 1,
      maximum: 64,
      default: 4,
      description:
        'Number of statements that are checked or run concurrently on one server. A queued replacement takes three connections; the ledger and the lease take a few more.',
    },
    sqlMode: {
      ...modeList,
      description: 'The sql_mode of routines whose source sets none. Default: that of the server.',
    },
    passwordCommand: {
      type: 'string',
      minLength: 1,
      description:
        'A command that prints the password, run by the shell in the project’s folder, for at most 15 seconds.',
      examples: ['pass show db/prod', 'op read op://db/prod/password'],
    },
    ledgerSchema: {
      type: 'string',
      minLength: 1,
      maxLength: 64,
      pattern: '^[A-Za-z0-9_$]+$',
      default: 'sproc',
      description: 'The schema on each server in which deployments are recorded.',
    },
    unknownGrants: {
      enum: ['reject', 'accept'],
      default: 'reject',
      description:
        'For an account that cannot read mysql.procs_priv, as on shared hosting. A replacement on MySQL then loses the grants of other accounts on the routine itself: reject it, or accept that loss; each deployment that accepts it records this.',
    },
    formerly: {
      type: 'array',
      items: { type: 'string', pattern: environmentName },
      default: [],
      description:
        'Earlier names of this environment. Deployments that the ledger has under one of them belong to it: its history, rollback and drift continue.',
      examples: [['live']],
    },
    retention: {
      type: 'object',
      description:
        'What garbage collection (gc) keeps in the ledgers of this environment, instead of the project’s retention.',
      additionalProperties: false,
      properties: retention,
    },
  },
};

export const projectSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Sproc project',
  description:
    'The stored procedures of this project and the servers that they run on. Commit this file; it never contains a password.',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', description: 'The JSON schema that an editor checks this file with.' },
    project: {
      type: 'string',
      pattern: projectId,
      description:
        'The project’s id, made up when the project is created. The ledger records it with every deployment, so that projects which share a schema never touch what another one deployed. Never change it.',
      examples: ['shop-3fa2c1'],
    },
    dialect: {
      enum: ['mysql', 'mariadb'],
      default: 'mysql',
      description: 'The server that the sources are written for. A live server overrides it for itself.',
    },
    serverVersion: {
      type: 'string',
      pattern: '^\\d{1,2}\\.\\d{1,2}(\\.\\d{1,2})?$',
      description: 'The oldest server version that the sources support. Default: 9.7 for MySQL, 10.11 for MariaDB.',
      examples: ['8.4', '9.7', '10.11', '10.11.18'],
    },
    sources: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      default: ['**/*.sql'],
      description:
        'Patterns of the files that hold routines, relative to this file. A pattern that begins with ! excludes files.',
      examples: [['procedures/**/*.sql', '!procedures/draft/**']],
    },
    applications: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      description:
        'Patterns of the files that may call routines, relative to this file. A plan lists the places where they name what it drops or changes. A pattern that begins with ! excludes files.',
      examples: [['src/**/*.java', '!src/generated/**']],
    },
    schema: {
      type: 'string',
      minLength: 1,
      maxLength: 64,
      description: 'The schema of names without a schema.',
    },
    sqlMode: { ...modeList, description: 'The sql_mode at the beginning of a source file.' },
    duplicates: {
      type: 'object',
      description: 'What to do if several source files define one routine.',
      additionalProperties: false,
      properties: {
        prefer: {
          type: 'array',
          items: { type: 'string', minLength: 1 },
          default: [],
          description:
            'Patterns of the files that are used, relative to this file. The first pattern that matches a file with the routine decides; if it matches several files, the last by path is used.',
          examples: [['procedures/**', 'migrations/**']],
        },
      },
    },
    registry: {
      type: 'object',
      description: 'Where versions and their statuses are stored.',
      additionalProperties: false,
      properties: {
        folder: {
          type: 'string',
          minLength: 1,
          default: '.sproc',
          description: 'A folder in this project. Commit it.',
        },
        environment: {
          type: 'string',
          description:
            'An environment whose server stores the registry, instead of a folder; if it has several targets, the first.',
        },
        schema: {
          type: 'string',
          minLength: 1,
          maxLength: 64,
          pattern: '^[A-Za-z0-9_$]+$',
          default: 'sproc_registry',
          description: 'The schema on that server, created by the first registration.',
        },
      },
    },
    retention: {
      type: 'object',
      description: 'What garbage collection (gc) keeps in the ledgers. Without it, nothing is ever removed.',
      additionalProperties: false,
      properties: {
        ...retention,
        retired: {
          type: 'integer',
          minimum: 0,
          maximum: 36_500,
          description: 'Days after which a RETIRED version is removed from the registry. Default: never.',
        },
      },
      examples: [{ days: 365, deployments: 20, retired: 90 }],
    },
    environments: {
      type: 'object',
      description: 'The environments, by a name of your choice: letters, digits, _ and -.',
      propertyNames: { pattern: environmentName, not: { enum: ['workspace', 'registry'] } },
      additionalProperties: environment,
    },
    rules: {
      type: 'object',
      description: 'Severity of individual rules, by code.',
      additionalProperties: false,
      properties: Object.fromEntries(ruleCodes.map((code) => [code, ruleSeverity])),
      examples: [{ 'unused-variable': 'off' }],
    },
  },
} as const;

/**
 * The options of ajv: it reports every mistake, each with the violated part of the schema. A test validates the schema
 * itself.
 */
export const readingOfSchema = {
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
  meta: false,
  validateSchema: false,
} as const;
