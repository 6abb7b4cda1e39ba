/** The comment that names a smoke statement: `-- sproc:smoke CALL place_order(1, @left)`. */

/** Matches a line with that comment; its first group is the statement. */
export const smokeComment = /^[ \t]*(?:--|#)[ \t]*sproc:smoke[ \t]+(\S.*?)[ \t]*;?[ \t]*\r?$/gm;
