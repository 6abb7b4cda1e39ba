// The content of dist/sql-formatter.js: two of the twenty dialects of sql-formatter.
export { formatDialect, mariadb, mysql } from 'sql-formatter';
