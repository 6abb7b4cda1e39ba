/** Passwords of environments in VS Code's SecretStorage, which the operating system's keychain stands behind. */
import type { SecretStorage } from 'vscode';

export interface Passwords {
  find(project: string, environment: string): Promise<string | null>;
  store(project: string, environment: string, password: string): Promise<void>;
  forget(project: string, environment: string): Promise<void>;
}

export function passwordsIn(storage: SecretStorage): Passwords {
  const key = (project: string, environment: string): string => `password ${project} ${environment}`;
  return {
    find: async (project, environment) => (await storage.get(key(project, environment))) ?? null,
    store: async (project, environment, password) => storage.store(key(project, environment), password),
    forget: async (project, environment) => storage.delete(key(project, environment)),
  };
}
