/** Passwords of environments in VS Code's SecretStorage, which the operating system's keychain stands behind. */
import type { SecretStorage } from 'vscode';
import type { StoredPassword } from '#protocol';

export interface PasswordPlace {
  readonly project: string;
  readonly environment: string;
  /** Whom `sproc.json` names now: each as `user@host:port`. */
  readonly audience: readonly string[];
}

export interface Passwords {
  /** Held back where it was stored for others. */
  find(place: PasswordPlace): Promise<StoredPassword>;
  store(place: PasswordPlace, password: string): Promise<void>;
  /** The person agrees that what is stored goes to this audience. */
  rebind(place: PasswordPlace): Promise<void>;
  forget(place: Pick<PasswordPlace, 'project' | 'environment'>): Promise<void>;
}

export function passwordsIn(storage: Pick<SecretStorage, 'get' | 'store' | 'delete'>): Passwords {
  const keyOf = ({ project, environment }: Omit<PasswordPlace, 'audience'>): string =>
    `password ${project} ${environment}`;
  const audienceKeyOf = (place: Omit<PasswordPlace, 'audience'>): string => `audience of ${keyOf(place)}`;
  const rebind: Passwords['rebind'] = async (place) =>
    storage.store(audienceKeyOf(place), JSON.stringify(place.audience));
  return {
    async find(place) {
      const password = await storage.get(keyOf(place));
      if (password === undefined) return { kind: 'none' };
      const storedFor = readAudience(await storage.get(audienceKeyOf(place)));
      const isMeant = storedFor !== null && place.audience.every((one) => storedFor.includes(one));
      return isMeant ? { kind: 'password', password } : { kind: 'held-back', storedFor };
    },
    async store(place, password) {
      // Never the new password with the old audience, not even for a moment.
      await storage.delete(keyOf(place));
      await rebind(place);
      await storage.store(keyOf(place), password);
    },
    rebind,
    async forget(place) {
      await storage.delete(keyOf(place));
      await storage.delete(audienceKeyOf(place));
    },
  };
}

/** Null for one that was stored by an older version, or is not to be understood. */
function readAudience(text: string | undefined): readonly string[] | null {
  try {
    const read: unknown = JSON.parse(text ?? 'null');
    return Array.isArray(read) && read.every((one) => typeof one === 'string') ? read : null;
  } catch {
    return null;
  }
}
