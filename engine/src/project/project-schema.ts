/** The JSON schema of sproc.json (draft-07). `schemas/sproc.schema.json` is this table as a file; a test holds them equal. */

import { ruleCodes } from './rule-codes';

const environmentName = '^[A-Za-z0-9][A-Za-z0-9_-]*$';
const ruleSeverity = {
  enum: ['off', 'error', 'warning', 'information', 'hint'],
  description: 'Severity of this rule; `off` switches it off.',
};
const modeList = {
  description: 'sql_mode as the server writes it, or as a list of modes.',
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string', pattern: '^[A-Za-z_0-9]+$' } }],
  examples: ['STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', ['ANSI_QUOTES', 'STRICT_TRANS_TABLES']],
};

/** How one server is reached; stands in an environment itself, or in each of its targets. */
const connection = {
  host: {
    type: 'string',
    minLength: 1,
    description: 'Name or address of the server. Leave it out where `socket` is given.',
  },
  port: { type: 'integer', minimum: 1, maximum: 65535, default: 3306, description: 'TCP port of the server.' },
  socket: { type: 'string', minLength: 1, description: 'Path of a Unix socket, instead of `host` and `port`.' },
  user: {
    type: 'string',
    minLength: 1,
    description:
      'Account to log in with. Its password never stands here: it comes from the editor’s secret storage, from SPROC_PASSWORD_<ENVIRONMENT> or from `passwordCommand`.',
  },
  schema: {
    type: 'string',
    minLength: 1,
    maxLength: 64,
    description: 'The schema on this server that stands for the project’s own.',
  },
  tls: {
    enum: ['off', 'preferred', 'required', 'verify'],
    default: 'preferred',
    description:
      '`off`: never. `preferred`: where the server offers it. `required`: refuse to go without. `verify`: also check the certificate and its name against `ca` or the system’s authorities.',
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
      'Path of the server’s RSA public key (PEM), relative to this file. With it a password may be sent without TLS, encrypted; without it such a server is refused, unless it is this machine.',
  },
};

const retention = {
  days: {
    type: 'integer',
    minimum: 0,
    maximum: 36_500,
    description:
      'Days for which the ledger keeps a deployment with the definitions that it replaced. Left out: for ever.',
  },
  deployments: {
    type: 'integer',
    minimum: 1,
    maximum: 1_000_000,
    default: 20,
    description: 'So many of the last deployments are kept, however old they are.',
  },
};

const environment = {
  type: 'object',
  description: 'A named stage with one or more servers.',
  additionalProperties: false,
  required: ['stage'],
  properties: {
    ...connection,
    stage: {
      enum: ['DEVELOPMENT', 'TESTING', 'PRODUCTION'],
      description:
        'Which versions may enter: DEVELOPMENT takes any text, TESTING and PRODUCTION only registered versions of a fitting status.',
    },
    protected: {
      type: 'boolean',
      default: false,
      description: 'Changing it demands that its name be typed (`--confirm NAME`).',
    },
    branches: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      default: [],
      description: 'Git branches it may be deployed from, `*` for any part of a name. Empty: from any.',
      examples: [['main', 'release/*']],
    },
    prefix: {
      type: 'string',
      maxLength: 32,
      pattern: '^[\\p{L}\\p{N}_$]*$',
      default: '',
      description:
        'Put before the names of the project’s own routines there, and before the calls between them. Letters, digits, _ and $.',
    },
    targets: {
      type: 'array',
      minItems: 1,
      description: 'Several servers. What a target leaves out is taken from the environment.',
      items: {
        type: 'object',
        description: 'One server and the schema on it.',
        additionalProperties: false,
        properties: connection,
      },
    },
    schemas: {
      type: 'object',
      description: 'Where other schemas that the sources name live there. A schema that is not named keeps its name.',
      additionalProperties: { type: 'string', minLength: 1, maxLength: 64 },
      examples: [{ billing: 'billing_dev' }],
    },
    definers: {
      type: 'object',
      description: 'Definers by name: the one in the sources, and the one that takes its place there.',
      propertyNames: { pattern: '^.+@.+$' },
      additionalProperties: { type: 'string', pattern: '^.+@.+$' },
      examples: [{ 'app@%': 'app_dev@localhost' }],
    },
    strategy: {
      enum: ['alter', 'or-replace', 'queued', 'routed', 'replace'],
      description: 'How a routine is replaced. Left out: the gentlest way that does it, chosen for each routine.',
    },
    maxConnections: {
      type: 'integer',
      minimum: 1,
      maximum: 64,
      default: 4,
      description:
        'How many statements may be rehearsed or run side by side on one server. A queued replacement takes three connections; a few more keep the ledger and the lease.',
    },
    sqlMode: { ...modeList, description: 'sql_mode of routines whose source states none. Left out: the server’s own.' },
    passwordCommand: {
      type: 'string',
      minLength: 1,
      description: 'A command that prints the password, run by the shell in the project’s folder; given 15 seconds.',
      examples: ['pass show db/prod', 'op read op://db/prod/password'],
    },
    ledgerSchema: {
      type: 'string',
      minLength: 1,
      maxLength: 64,
      pattern: '^[A-Za-z0-9_$]+$',
      default: 'sproc',
      description: 'The small schema on each server in which deployments are written down.',
    },
    retention: {
      type: 'object',
      description: 'What `sproc gc` leaves of the ledgers here, instead of what the project says.',
      additionalProperties: false,
      properties: retention,
    },
  },
};

export const projectSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Sproc project',
  description:
    'Where the stored procedures of this project are, and the servers they run on. Committed; never holds a password.',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', description: 'The schema that an editor checks this file with.' },
    dialect: {
      enum: ['mysql', 'mariadb'],
      default: 'mysql',
      description: 'What the sources are written for. A live server overrides it for itself.',
    },
    serverVersion: {
      type: 'string',
      pattern: '^\\d{1,2}\\.\\d{1,2}(\\.\\d{1,2})?$',
      description: 'The oldest server the sources are read for. Left out: 9.7 for MySQL, 10.11 for MariaDB.',
      examples: ['8.4', '9.7', '10.11', '10.11.18'],
    },
    sources: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      default: ['**/*.sql'],
      description:
        'Patterns of the files that hold routines, relative to this file. A pattern that begins with ! leaves files out.',
      examples: [['procedures/**/*.sql', '!procedures/draft/**']],
    },
    schema: {
      type: 'string',
      minLength: 1,
      maxLength: 64,
      description: 'The schema of names that are written without one.',
    },
    sqlMode: { ...modeList, description: 'The sql_mode in force where a source file begins.' },
    duplicates: {
      type: 'object',
      description: 'What to do where several source files define one routine.',
      additionalProperties: false,
      properties: {
        prefer: {
          type: 'array',
          items: { type: 'string', minLength: 1 },
          default: [],
          description:
            'Patterns of the files that count, relative to this file. The first pattern that matches a file with the routine decides; of several files that it matches, the last by path counts.',
          examples: [['procedures/**', 'migrations/**']],
        },
      },
    },
    registry: {
      type: 'object',
      description: 'Where versions and their statuses are kept.',
      additionalProperties: false,
      properties: {
        folder: {
          type: 'string',
          minLength: 1,
          default: '.sproc',
          description: 'A folder in this project; commit it.',
        },
        environment: {
          type: 'string',
          description:
            'An environment whose server keeps the registry, instead of a folder; of several targets the first.',
        },
        schema: {
          type: 'string',
          minLength: 1,
          maxLength: 64,
          pattern: '^[A-Za-z0-9_$]+$',
          default: 'sproc_registry',
          description: 'The schema on that server; made by the first registration.',
        },
      },
    },
    retention: {
      type: 'object',
      description: 'What `sproc gc` leaves. Without it nothing is ever removed.',
      additionalProperties: false,
      properties: {
        ...retention,
        retired: {
          type: 'integer',
          minimum: 0,
          maximum: 36_500,
          description:
            'Days after which a version that was marked RETIRED is removed from the registry. Left out: never.',
        },
      },
      examples: [{ days: 365, deployments: 20, retired: 90 }],
    },
    environments: {
      type: 'object',
      description: 'The servers, by a name of your choice: letters, digits, _ and -.',
      propertyNames: { pattern: environmentName, not: { enum: ['workspace', 'registry'] } },
      additionalProperties: environment,
    },
    rules: {
      type: 'object',
      description: 'Severity of single rules, by code.',
      additionalProperties: false,
      properties: Object.fromEntries(ruleCodes.map((code) => [code, ruleSeverity])),
      examples: [{ 'unused-variable': 'off' }],
    },
  },
} as const;

/**
 * How ajv reads it: every mistake, each with the part of the schema it is against. The schema itself is held against its own
 * schema by a test.
 */
export const readingOfSchema = {
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
  meta: false,
  validateSchema: false,
} as const;
