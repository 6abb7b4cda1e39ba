/** The name of the project file, at the root of the project. */
export const projectFile = 'sproc.json';
