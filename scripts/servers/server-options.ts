/** The options throwaway servers run with: small, quick, reachable from this machine only. */
import type { Flavor } from './flavor';

/**
 * Returns options for speed: a crash of the machine may lose the data, a crash of the server may not. The settings that
 * Sproc warns of are as on a server that matters.
 */
export function fastOptions(flavor: Flavor): readonly string[] {
  return flavor === 'mysql'
    ? [...fastEverywhere, '--innodb-doublewrite=OFF', '--innodb-redo-log-capacity=8M', '--innodb-use-native-aio=0']
    : [...fastEverywhere, '--skip-innodb-doublewrite', '--innodb-log-file-size=8M', '--loose-innodb-use-native-aio=0'];
}

const fastEverywhere: readonly string[] = [
  '--innodb-flush-method=nosync',
  '--innodb-flush-log-at-trx-commit=1',
  '--sync-binlog=1',
  '--innodb-buffer-pool-dump-at-shutdown=0',
];

/** Everything is on disk when a statement returns, as on a server that matters. */
export const durableOptions: readonly string[] = ['--innodb-flush-log-at-trx-commit=1', '--sync-binlog=1'];

/** Returns the options that both kinds of throwaway server need beyond speed. */
export function smallOptions(flavor: Flavor): readonly string[] {
  const small = ['--innodb-buffer-pool-size=32M', '--skip-name-resolve', '--bind-address=127.0.0.1'];
  return flavor === 'mysql' ? [...small, '--mysqlx=0'] : [...small, '--performance-schema=ON'];
}

/** Returns the option for the case of names. MySQL wants it when the data folder is made, and then for ever. */
export function nameOptions({ lowersNames = false }: { readonly lowersNames?: boolean }): readonly string[] {
  return lowersNames ? ['--lower-case-table-names=1'] : [];
}

/** Returns the option without which servers do not run as root. */
export function userOption(): readonly string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}
