/** The text of a first `sproc.json`, from where the folder keeps its SQL files. */

/** Paths are relative to the folder, with `/`. */
export function makeStarterProject(sqlFiles: readonly string[]): string {
  const sources = proposeSources(sqlFiles).map((pattern) => JSON.stringify(pattern));
  return `{
  // "mysql" or "mariadb"; a live server overrides it for itself.
  "dialect": "mysql",
  "sources": [${sources.join(', ')}],
  // The schema of names that are written without one.
  "schema": "my_schema",
  // Passwords stay out of this file: run "Sproc: Set Password…", or set SPROC_PASSWORD_DEV for the command line.
  "environments": {
    "dev": { "host": "127.0.0.1", "port": 3306, "user": "dev", "schema": "my_schema", "stage": "DEVELOPMENT" }
  }
}
`;
}

/** One pattern for each top folder that holds SQL; files beside the project file stand for themselves. */
function proposeSources(sqlFiles: readonly string[]): readonly string[] {
  const folders = new Set(
    sqlFiles.map((path) => (path.includes('/') ? `${path.slice(0, path.indexOf('/'))}/**/*.sql` : '*.sql')),
  );
  return folders.size === 0 ? ['procedures/**/*.sql'] : [...folders].sort();
}
