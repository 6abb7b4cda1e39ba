/**
 * A whole sentence that lacks only the name of its subject, for a problem that is found where the name is not known. A
 * phrase such as "is missing" would need the grammar of its subject in another language.
 */
export type SentenceAbout = (name: string) => string;
