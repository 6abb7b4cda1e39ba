/** Passwords and ledger keys of environments in VS Code's SecretStorage, which uses the operating system's keychain. */
import type { SecretStorage } from 'vscode';
import type { SecretKind, StoredSecret } from '#protocol';

export interface SecretPlace {
  readonly project: string;
  readonly environment: string;
  readonly secret: SecretKind;
  /** The targets in `sproc.json` now, each as `user@host:port`. */
  readonly audience: readonly string[];
}

type SecretName = Omit<SecretPlace, 'audience'>;

export interface Secrets {
  /** Returns the secret; withholds it if it was stored for other targets. */
  find(place: SecretPlace): Promise<StoredSecret>;
  store(place: SecretPlace, value: string): Promise<void>;
  /** Records that the person confirmed the stored secret for this audience. */
  rebind(place: SecretPlace): Promise<void>;
  forget(name: SecretName): Promise<void>;
}

export function secretsIn(storage: Pick<SecretStorage, 'get' | 'store' | 'delete'>): Secrets {
  const keyOf = ({ project, environment, secret }: SecretName): string => `${secret} ${project} ${environment}`;
  const audienceKeyOf = (name: SecretName): string => `audience of ${keyOf(name)}`;
  const rebind: Secrets['rebind'] = async (place) =>
    storage.store(audienceKeyOf(place), JSON.stringify(place.audience));
  return {
    async find(place) {
      const value = await storage.get(keyOf(place));
      if (value === undefined) return { kind: 'none' };
      const storedFor = readAudience(await storage.get(audienceKeyOf(place)));
      const isMeant = storedFor !== null && place.audience.every((one) => storedFor.includes(one));
      return isMeant ? { kind: 'stored', value } : { kind: 'held-back', storedFor };
    },
    async store(place, value) {
      // Never the new secret with the old audience, not even for a moment.
      await storage.delete(keyOf(place));
      await rebind(place);
      await storage.store(keyOf(place), value);
    },
    rebind,
    async forget(name) {
      await storage.delete(keyOf(name));
      await storage.delete(audienceKeyOf(name));
    },
  };
}

/** Returns null if an older version stored it, or if it is not readable. */
function readAudience(text: string | undefined): readonly string[] | null {
  try {
    const read: unknown = JSON.parse(text ?? 'null');
    return Array.isArray(read) && read.every((one) => typeof one === 'string') ? read : null;
  } catch {
    return null;
  }
}
