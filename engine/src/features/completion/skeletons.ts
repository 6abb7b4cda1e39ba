/**
 * Whole statements with tab stops and their END, by a short word. `\t` is one indentation and `${1:name}` a name to be
 * replaced; conditions and values have empty stops, since a selected text would be surrounded by a typed quote. Tested on
 * both servers.
 */

export interface Skeleton {
  /** The word that is typed for it. */
  readonly word: string;
  readonly detail: string;
  /** The text with its keywords in upper case. */
  readonly text: string;
}

/** A routine, without its delimiter, by the words that begin it. */
export const routineSkeletons: readonly (Skeleton & { readonly head: string })[] = [
  {
    word: 'proc',
    head: 'CREATE PROCEDURE',
    detail: 'procedure with a body',
    text: 'CREATE PROCEDURE ${1:name}(${2:IN p_id INT})\nBEGIN\n\t$0\nEND',
  },
  {
    word: 'func',
    head: 'CREATE FUNCTION',
    detail: 'function with a body',
    text:
      'CREATE FUNCTION ${1:name}(${2:p_id INT})\nRETURNS ${3:INT}\nREADS SQL DATA\nBEGIN\n' +
      '\tDECLARE v_result ${3:INT} DEFAULT NULL;\n\n\t$0\n\tRETURN v_result;\nEND',
  },
  {
    word: 'trig',
    head: 'CREATE TRIGGER',
    detail: 'trigger with a body',
    text:
      'CREATE TRIGGER ${1:name}\n${2|BEFORE,AFTER|} ${3|INSERT,UPDATE,DELETE|} ON ${4:table_name}\n' +
      'FOR EACH ROW\nBEGIN\n\t$0\nEND',
  },
  {
    word: 'event',
    head: 'CREATE EVENT',
    detail: 'event with a body',
    text: 'CREATE EVENT ${1:name}\nON SCHEDULE EVERY ${2:1} ${3|DAY,HOUR,MINUTE,WEEK,MONTH|}\nDO BEGIN\n\t$0\nEND',
  },
];

export const cursorSkeleton: Skeleton = {
  word: 'cursor',
  detail: 'loop over the rows of a query',
  text:
    'BEGIN\n\tDECLARE v_done BOOLEAN DEFAULT FALSE;\n\tDECLARE ${1:v_id} ${2:INT};\n' +
    '\tDECLARE ${3:c_rows} CURSOR FOR SELECT ${4:id} FROM ${5:table_name};\n' +
    '\tDECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = TRUE;\n\n' +
    '\tOPEN ${3:c_rows};\n\t${6:each_row}: LOOP\n\t\tFETCH ${3:c_rows} INTO ${1:v_id};\n' +
    '\t\tIF v_done THEN\n\t\t\tLEAVE ${6:each_row};\n\t\tEND IF;\n\t\t$0\n\tEND LOOP;\n\tCLOSE ${3:c_rows};\nEND;',
};

/** A transaction: servers allow it in procedures and events only. */
export const transactionSkeleton: Skeleton = {
  word: 'tx',
  detail: 'transaction that is undone on any error',
  text:
    'BEGIN\n\tDECLARE EXIT HANDLER FOR SQLEXCEPTION\n\tBEGIN\n\t\tROLLBACK;\n\t\tRESIGNAL;\n\tEND;\n\n' +
    '\tSTART TRANSACTION;\n\t$0\n\tCOMMIT;\nEND;',
};

/** A handler: it can be written in a BEGIN block only. */
export const handlerSkeleton: Skeleton = {
  word: 'handler',
  detail: 'handler with a body',
  text: 'DECLARE ${1|EXIT,CONTINUE|} HANDLER FOR ${2:SQLEXCEPTION}\nBEGIN\n\t$0\nEND;',
};

export const statementSkeletons: readonly Skeleton[] = [
  { word: 'if', detail: 'IF … END IF', text: 'IF $1 THEN\n\t$0\nEND IF;' },
  {
    word: 'case',
    detail: 'CASE … END CASE',
    text: 'CASE\n\tWHEN $1 THEN\n\t\t$0\n\tELSE\n\t\tBEGIN END;\nEND CASE;',
  },
  {
    word: 'loop',
    detail: 'LOOP … END LOOP',
    text: '${1:rounds}: LOOP\n\tIF $2 THEN\n\t\tLEAVE ${1:rounds};\n\tEND IF;\n\t$0\nEND LOOP;',
  },
  { word: 'while', detail: 'WHILE … END WHILE', text: 'WHILE $1 DO\n\t$0\nEND WHILE;' },
  { word: 'repeat', detail: 'REPEAT … END REPEAT', text: 'REPEAT\n\t$0\nUNTIL $1\nEND REPEAT;' },
  { word: 'begin', detail: 'BEGIN … END', text: 'BEGIN\n\t$0\nEND;' },
  { word: 'signal', detail: 'error of one’s own', text: "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '$1';" },
];
