/** The tables of a registry on a server (docs/formats/registry.md), and the triggers that keep what is in them as it is. */

export const registryMigrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE IF NOT EXISTS version (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  identity VARCHAR(190) NOT NULL,
  version VARCHAR(190) NOT NULL,
  facts LONGTEXT NOT NULL,
  text LONGTEXT NOT NULL,
  UNIQUE KEY of_routine (identity, version)
)`,
    `CREATE TABLE IF NOT EXISTS status_change (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  identity VARCHAR(190) NOT NULL,
  version VARCHAR(190) NOT NULL,
  place INT UNSIGNED NOT NULL,
  from_status VARCHAR(16) NULL,
  to_status VARCHAR(16) NOT NULL,
  changed_by VARCHAR(512) NOT NULL,
  changed_at VARCHAR(40) NOT NULL,
  reason TEXT NOT NULL,
  seal CHAR(64) NOT NULL,
  UNIQUE KEY of_version (identity, version, place)
)`,
  ],
  [
    // The log of each routine as the folder keeps it: with the checksums of texts, each line naming the one before.
    `CREATE TABLE IF NOT EXISTS status_line (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  identity VARCHAR(190) NOT NULL,
  place INT UNSIGNED NOT NULL,
  line LONGTEXT NOT NULL,
  UNIQUE KEY of_routine (identity, place)
)`,
  ],
];

/** Triggers that reject any client's changes of rows; they need the privilege TRIGGER, and SUPER with a binary log. */
export const registryGuards: readonly string[] = [
  rejection('version_stays', 'UPDATE', 'version', 'A registered version is never changed: register a new one.'),
  `CREATE TRIGGER version_is_kept BEFORE DELETE ON version FOR EACH ROW
IF COALESCE((SELECT c.to_status FROM status_change c WHERE c.identity = OLD.identity AND c.version = OLD.version
  ORDER BY c.place DESC LIMIT 1), '') <> 'RETIRED'
THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A version is deleted only when it is RETIRED.'; END IF`,
  rejection('change_stays', 'UPDATE', 'status_change', 'A status change is never rewritten: make another one.'),
  rejection('change_is_kept', 'DELETE', 'status_change', 'A status change is never deleted.'),
  rejection('line_stays', 'UPDATE', 'status_line', 'A line of a status log is never rewritten: add another one.'),
  rejection('line_is_kept', 'DELETE', 'status_line', 'A line of a status log is never deleted.'),
];

function rejection(trigger: string, event: 'UPDATE' | 'DELETE', table: string, sentence: string): string {
  return `CREATE TRIGGER ${trigger} BEFORE ${event} ON ${table} FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${sentence}'`;
}
