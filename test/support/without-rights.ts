/** Rights of files as they hold for people: root reads everything, whatever a file's mode says. */

const nobody = 65_534;

/** Does something as an account that owns nothing, where the tests run as root. */
export async function withoutRights<T>(action: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(nobody);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}
