/** The status of a registered version in its life cycle. */

export type VersionStatus = 'DEVELOPMENT' | 'TESTING' | 'PRODUCTION' | 'DEPRECATED' | 'RETIRED';
