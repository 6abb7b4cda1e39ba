/** The account for tests of file permissions: root reads everything, whatever a file's mode. */

const nobody = 65_534;

/** Runs an action as an account that owns nothing, if the tests run as root. */
export async function withoutRights<T>(action: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(nobody);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}
