/** The two kinds of server that Sproc is tried on. */
export type Flavor = 'mysql' | 'mariadb';
export const flavors: readonly Flavor[] = ['mysql', 'mariadb'];
