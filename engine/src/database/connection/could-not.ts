/** The whole sentence for each operation on a server that failed: in which environment, and why. */

/** The sentence of one operation; `why` is a clause without a period. */
export type CouldNot = (environment: string, why: string) => string;

/** The sentences by operation. A verb that is put into one sentence for all would need the grammar of its object. */
export const couldNot = {
  create: (routine: string) => (environment, why) =>
    `Could not create ${routine} in environment ${environment}: ${why}.`,
  replace: (routine: string) => (environment, why) =>
    `Could not replace ${routine} in environment ${environment}: ${why}.`,
  alter: (routine: string) => (environment, why) => `Could not alter ${routine} in environment ${environment}: ${why}.`,
  drop: (routine: string) => (environment, why) => `Could not drop ${routine} in environment ${environment}: ${why}.`,
  restore: (routine: string) => (environment, why) =>
    `Could not restore ${routine} in environment ${environment}: ${why}.`,
  readRoutine: (routine: string) => (environment, why) =>
    `Could not read ${routine} in environment ${environment}: ${why}.`,
  readCurrent: () => (environment, why) =>
    `Could not read the current definitions in environment ${environment}: ${why}.`,
  readDeployed: () => (environment, why) =>
    `Could not read back the deployed definitions in environment ${environment}: ${why}.`,
  readSchema: (schema: string) => (environment, why) =>
    `Could not read schema ${schema} in environment ${environment}: ${why}.`,
  readTables: () => (environment, why) => `Could not read the tables in environment ${environment}: ${why}.`,
  readTarget: (target: string) => (environment, why) =>
    `Could not read ${target} in environment ${environment}: ${why}.`,
  readServer: () => (environment, why) => `Could not read the server of environment ${environment}: ${why}.`,
  readCatalog: () => (environment, why) => `Could not read the catalog in environment ${environment}: ${why}.`,
  readLocks: () => (environment, why) =>
    `Could not read the locks of the server in environment ${environment}: ${why}.`,
  readUses: () => (environment, why) => `Could not read what the routines use in environment ${environment}: ${why}.`,
  readUsers: () => (environment, why) =>
    `Could not read what uses the changed routines in environment ${environment}: ${why}.`,
  createCaller: (schema: string) => (environment, why) =>
    `Could not create a temporary function that calls it, in schema ${schema} in environment ${environment}: ${why}.`,
  checkPlan: () => (environment, why) => `Could not check the plan in environment ${environment}: ${why}.`,
  runSmoke: (statement: string, routine: string) => (environment, why) =>
    `Could not run the smoke statement ${statement} of ${routine} in environment ${environment}: ${why}.`,
  endOrphaned: () => (environment, why) =>
    `Could not end the orphaned statements in environment ${environment}: ${why}.`,
  restoreSetting: () => (environment, why) =>
    `Could not switch automatic_sp_privileges back on in environment ${environment}: ${why}.`,
  takeLease: () => (environment, why) => `Could not take the lease in environment ${environment}: ${why}.`,
  readLedger: (schema: string) => (environment, why) =>
    `Could not read the ledger in schema ${schema} in environment ${environment}: ${why}.`,
  writeLedger: (schema: string) => (environment, why) =>
    `Could not write the ledger in schema ${schema} in environment ${environment}: ${why}.`,
  createLedger: (schema: string) => (environment, why) =>
    `Could not create the ledger in schema ${schema} in environment ${environment}: ${why}.`,
  readRegistry: (schema: string) => (environment, why) =>
    `Could not read the registry in schema ${schema} in environment ${environment}: ${why}.`,
  writeRegistry: (schema: string) => (environment, why) =>
    `Could not write the registry in schema ${schema} in environment ${environment}: ${why}.`,
  createRegistry: (schema: string) => (environment, why) =>
    `Could not create the registry in schema ${schema} in environment ${environment}: ${why}.`,
  pruneRegistry: (schema: string) => (environment, why) =>
    `Could not remove a version from the registry in schema ${schema} in environment ${environment}: ${why}.`,
} as const satisfies Readonly<Record<string, (...names: string[]) => CouldNot>>;
