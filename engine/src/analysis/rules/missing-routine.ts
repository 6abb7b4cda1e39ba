/**
 * Rule: a CALL or a function use of a routine that no file defines; CREATE accepts it and every run fails (1305). If no
 * file defines anything in that schema, the message says that it is unknown instead.
 */
import { identify, printKey } from '../../routine/routine';
import type { Reference } from '../../syntax/nodes';
import { isOfComponent } from '../program/component-functions';
import { isFunctionOfSomeServer } from '../program/find-features';
import { isSystemSchema } from '../../routine/reserved-schema';
import { resolveRoutine } from '../program/resolve';
import { targetKey } from '../sources/target-key';
import type { Rule } from './rule';
import type { SourceIndex } from '../sources/source-index';

export const missingRoutine: Rule = {
  code: 'missing-routine',
  severity: 'error',
  *check({ index, source }) {
    for (const reference of source.definition.references) {
      if (reference.kind !== 'call' && reference.kind !== 'function') continue;
      const key = targetKey(source.key, reference);
      if (isSystemSchema(key.schema) || resolveRoutine(index, source.key, reference) !== null) continue;
      if (isLeftToTheServer(index, reference)) continue;
      if (reference.schema !== null && hasPackageBody(index, source.key.schema, reference.schema)) {
        const message = `Package \`${reference.schema}\` does not have ${key.kind} \`${reference.name}\`. Running this fails with error 1305. Correct the name, or add it to the package.`;
        yield { span: reference.span, message };
        continue;
      }
      const known = reference.schema === null || index.definesSchema(key.schema);
      yield known
        ? {
            span: reference.span,
            message: `Undefined ${key.kind} \`${printKey(key)}\`. Running this fails with error 1305. Correct the name, or add its file to the sources.`,
          }
        : {
            span: reference.span,
            severity: 'information',
            message: `Cannot check whether ${key.kind} \`${printKey(key)}\` exists: no source file defines anything in schema \`${key.schema}\`.`,
          };
    }
  },
};

/** Returns true for the name of a package whose body, and so each of its routines, is known. */
function hasPackageBody(index: SourceIndex, schema: string, name: string): boolean {
  return !index.definesSchema(name) && index.find(identify({ schema, kind: 'package body', name })).length > 0;
}

/**
 * Returns true for functions that are not checked here: the version decides about those of some server (see
 * server-lacks and removed-feature), and functions of libraries, which have no schema, are installed by a file of the
 * project or by a component.
 */
function isLeftToTheServer(index: SourceIndex, { kind, schema, name }: Reference): boolean {
  if (kind !== 'function' || schema !== null) return false;
  return isFunctionOfSomeServer(name) || index.installs(name) || isOfComponent(name, index.parserOptions.dialect);
}
