/** The last guard of every registry: what could not be decoded is never stored. */
import { failure, type Failure } from '../../base/failure';
import type { Result } from '../../base/result';
import { printKindAndKey, type RoutineKey } from '../../routine/routine';
import type { Registry, StatusChange, Version } from './registry';

export function storeOnlyDecoded(registry: Registry): Registry {
  return {
    list: () => registry.list(),
    find: (key) => registry.find(key),
    append: (versions, changes) =>
      reject(versions.find((version) => !isDecoded(textsOf(version)))?.key) ??
      reject(changes.find((change) => !isDecoded(reasonOf(change)))?.key) ??
      registry.append(versions, changes),
    mark: (key, change) => reject(isDecoded(reasonOf(change)) ? undefined : key) ?? registry.mark(key, change),
    resolve: (key, resolution) =>
      reject(isDecoded(reasonOf(resolution)) ? undefined : key) ?? registry.resolve(key, resolution),
    remove: (key, version) => registry.remove(key, version),
  };
}

function textsOf({ key, routine, author, description }: Version): readonly string[] {
  return [key.schema, key.name, routine.text, author, description];
}

function reasonOf({ by, reason }: Pick<StatusChange, 'by' | 'reason'>): readonly string[] {
  return [by, reason];
}

function isDecoded(parts: readonly string[]): boolean {
  return parts.every((part) => part.isWellFormed());
}

function reject(key: RoutineKey | undefined): Promise<Result<never, Failure>> | null {
  if (key === undefined) return null;
  return Promise.resolve(
    failure(
      'bad-input',
      `The text or description for ${printKindAndKey(key)} has characters that could not be decoded. Nothing was registered.`,
      'Save the source as UTF-8, and remove broken characters from descriptions and reasons.',
    ),
  );
}
