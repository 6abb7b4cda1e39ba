// What of sql-formatter goes into dist/sql-formatter.js: two of its twenty dialects.
export { formatDialect, mariadb, mysql } from 'sql-formatter';
