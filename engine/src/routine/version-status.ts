/** How far a registered version has come. */

export type VersionStatus = 'DEVELOPMENT' | 'TESTING' | 'PRODUCTION' | 'DEPRECATED' | 'RETIRED';
