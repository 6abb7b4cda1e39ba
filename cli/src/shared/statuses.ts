/** The words for the statuses of a version. */
import type { VersionStatus } from '#engine';

export const statuses: readonly VersionStatus[] = ['DEVELOPMENT', 'TESTING', 'PRODUCTION', 'DEPRECATED', 'RETIRED'];
