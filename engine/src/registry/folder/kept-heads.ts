/**
 * Heads of ledgers in the registry's folder, where git anchors them: a change of a ledger does not change the heads in
 * other clones of the repository.
 */
import { parseJsonSafely } from '../../base/parse-json';
import { failure, type Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { restoring } from '../records/damaged-file';
import { explainToGit } from './explain-to-git';
import { encodeName } from './folder-layout';
import { readFormat } from './registry-format';
import { RegistryFilesError, type RegistryFiles, type RegistryReader } from './registry-files';

export interface KeptHead {
  /** `db1:3306/shop`. */
  readonly target: string;
  readonly sequence: number;
  readonly hash: string;
  /** The moment of the row by the server's clock: ISO 8601, UTC. */
  readonly at: string;
  readonly deployment: string;
}

export interface KeptHeads {
  /** Returns the file, as messages name it. */
  file(environment: string): string;
  /**
   * Returns the heads in the order of the file, which has no meaning because git merges the lines of branches. Fails if
   * a line is damaged.
   */
  read(environment: string): Promise<Result<readonly KeptHead[], Failure>>;
  /**
   * Adds heads; they are durable when it returns. A deployment has one head on each target: a newer one replaces the
   * older.
   */
  keep(environment: string, heads: readonly KeptHead[]): Promise<Result<void, Failure>>;
  /** Removes the heads that do not belong to a ledger any longer. */
  forget(environment: string, heads: readonly KeptHead[]): Promise<Result<void, Failure>>;
}

/** The maximum number of heads. More would prove nothing more: each proves all rows before it. */
const mostKept = 50;

export function keptHeads(files: RegistryFiles): KeptHeads {
  const nameOf = (environment: string): string => `${files.folder}/${pathOf(environment)}`;
  const change = (environment: string, edit: (heads: readonly KeptHead[]) => readonly KeptHead[]) =>
    guard(() =>
      files.hold(async (writer) => {
        const known = await read(writer, environment);
        if (!known.ok) return known;
        await explainToGit(writer, () => undefined);
        await writer.replace(pathOf(environment), edit(known.value).map(renderHead).join(''));
        return succeed(undefined);
      }),
    );
  return Object.freeze({
    file: nameOf,
    read: (environment: string) => guard(() => read(files, environment)),
    keep: (environment: string, heads: readonly KeptHead[]) =>
      change(environment, (known) => {
        const isReplaced = (one: KeptHead): boolean =>
          heads.some(({ target, deployment }) => target === one.target && deployment === one.deployment);
        return [...known.filter((one) => !isReplaced(one)), ...heads].slice(-mostKept);
      }),
    forget: (environment: string, heads: readonly KeptHead[]) =>
      change(environment, (known) => {
        const gone = new Set(heads.map(renderHead));
        return known.filter((one) => !gone.has(renderHead(one)));
      }),
  });
}

function pathOf(environment: string): string {
  return `heads/${encodeName(environment)}.jsonl`;
}

async function read(files: RegistryReader, environment: string): Promise<Result<readonly KeptHead[], Failure>> {
  const format = await readFormat(files);
  if (!format.ok) return format;
  const text = (await files.read(pathOf(environment))) ?? '';
  const heads: KeptHead[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line === '') continue;
    const head = parseHead(line);
    if (head === null) {
      const file = `${files.folder}/${pathOf(environment)}`;
      return failure('bad-input', `Line ${i + 1} of ${file} is not a ledger head.`, restoring(file));
    }
    heads.push(head);
  }
  return succeed(heads);
}

function renderHead({ target, sequence, hash, at, deployment }: KeptHead): string {
  return `${JSON.stringify({ format: 1, target, sequence, hash, at, deployment })}\n`;
}

/** Limits far above the size of a head. */
const limits = { maxBytes: 4_000, maxDepth: 2 };

function parseHead(line: string): KeptHead | null {
  const parsed = parseJsonSafely(line, limits);
  if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null) return null;
  const { format, target, sequence, hash, at, deployment } = parsed.value as Readonly<Record<string, unknown>>;
  if (format !== 1 || typeof target !== 'string' || typeof deployment !== 'string') return null;
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 1) return null;
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return null;
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return null;
  return { target, sequence, hash, at, deployment };
}

/** Converts an error of the disk to an expected failure. */
async function guard<T>(action: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof RegistryFilesError) return fail(error.failure);
    throw error;
  }
}
