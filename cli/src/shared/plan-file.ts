/** A plan in a file, which `plan --out` writes, and `deploy --plan` executes if it is still valid. */
import { parseJsonSafely, type Failure, type PlanAnswer, type PlanRequest, type Result } from '#engine';
import { withCommands } from '../report/answer-json';
import type { Call } from './command';
import type { Host } from './host';
import { writeReport } from './write-report';

/** The plan as `--json` prints it, and what it was asked by: with both, the engine makes it again and compares. */
export interface PlanFile {
  readonly request: PlanRequest;
  readonly fingerprint: string;
}

export function writePlanFile(
  call: Pick<Call<unknown>, 'host' | 'root'>,
  file: string,
  content: { readonly request: PlanRequest; readonly plan: PlanAnswer },
): Promise<Result<void, Failure>> {
  const text = `${JSON.stringify(withCommands({ ...content.plan, request: content.request }), null, 2)}\n`;
  return writeReport(call, { file, start: /^\{\s*"environment":[^]*"fingerprint":/, text });
}

export async function readPlanFile(host: Host, file: string): Promise<Result<PlanFile, Failure>> {
  const text = await host.read(file);
  if (!text.ok) return badPlan(`The plan ${file} ${text.error}.`);
  const parsed = parseJsonSafely(text.value, { maxBytes: largestPlan, maxDepth: 32 });
  if (!parsed.ok) return badPlan(parsed.error(file));
  const { request, fingerprint } = (parsed.value ?? {}) as {
    readonly request?: unknown;
    readonly fingerprint?: unknown;
  };
  if (!isRequest(request) || typeof fingerprint !== 'string') return badPlan(`${file} is not a plan.`);
  return { ok: true, value: { request, fingerprint } };
}

/** Bytes; a plan holds the texts that it replaces and those that it puts in their place. */
const largestPlan = 512 * 1024 * 1024;

function isRequest(value: unknown): value is PlanRequest {
  if (typeof value !== 'object' || value === null || !('environment' in value)) return false;
  const { environment, routines } = value as { readonly environment: unknown; readonly routines?: unknown };
  const named =
    routines === undefined || (Array.isArray(routines) && routines.every((name) => typeof name === 'string'));
  return typeof environment === 'string' && named;
}

function badPlan(message: string): Result<never, Failure> {
  return {
    ok: false,
    error: { kind: 'bad-input', message, remedy: 'Create one with `sproc plan ENVIRONMENT --out FILE`.' },
  };
}
