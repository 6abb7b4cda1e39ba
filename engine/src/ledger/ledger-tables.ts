/** The ledger's own tables, and how they grow: one list of migrations, each run once. */

/** The statements that migrate the schema: those from version n - 1 to n are at index n - 1. */
export const migrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE IF NOT EXISTS journal (
  sequence BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  at CHAR(27) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  environment VARCHAR(190) NOT NULL,
  target_schema VARCHAR(64) NOT NULL,
  deployment VARCHAR(64) NOT NULL,
  step INT UNSIGNED NULL,
  routine VARCHAR(190) NULL,
  outcome VARCHAR(32) NULL,
  payload LONGTEXT NOT NULL,
  previous CHAR(64) NOT NULL,
  hash CHAR(64) NOT NULL,
  KEY of_deployment (deployment, step),
  KEY of_routine (kind, outcome, routine, sequence)
)`,
    `CREATE TABLE IF NOT EXISTS chain_head (
  id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  sequence BIGINT UNSIGNED NOT NULL,
  hash CHAR(64) NOT NULL
)`,
    `INSERT IGNORE INTO chain_head (id, sequence, hash) VALUES (1, 0, REPEAT('0', 64))`,
    `CREATE TABLE IF NOT EXISTS saved_definition (
  digest CHAR(64) NOT NULL PRIMARY KEY,
  saved_at DATETIME(6) NOT NULL,
  routine_kind VARCHAR(16) NOT NULL,
  routine_schema VARCHAR(64) NOT NULL,
  routine_name VARCHAR(64) NOT NULL,
  definition LONGTEXT NOT NULL,
  sql_mode TEXT NOT NULL,
  character_set_client VARCHAR(64) NOT NULL,
  collation_connection VARCHAR(64) NOT NULL,
  database_collation VARCHAR(64) NULL,
  time_zone VARCHAR(64) NULL,
  trigger_place VARCHAR(190) NULL,
  grants LONGTEXT NULL,
  KEY of_routine (routine_schema, routine_name)
)`,
    `CREATE TABLE IF NOT EXISTS lease (
  resource VARCHAR(190) NOT NULL PRIMARY KEY,
  owner VARCHAR(64) NOT NULL,
  holder VARCHAR(512) NOT NULL,
  node VARCHAR(512) NOT NULL,
  acquired_at DATETIME(6) NOT NULL,
  expires_at DATETIME(6) NOT NULL
)`,
  ],
  // A separate table: a column would require ALTER, which deploying accounts were never granted.
  [
    `CREATE TABLE IF NOT EXISTS row_mac (
  sequence BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  mac CHAR(64) NOT NULL
)`,
  ],
];
