-- SYNTAX TEST "source.mysql-routine" "what ends a statement between DELIMITER lines, and what does not"
DELIMITER //
--        ^^ punctuation.terminator.delimiter.mysql-routine
CREATE PROCEDURE a() BEGIN SELECT '//', "//", `//`; END//
--                                ^^^^ string.quoted.single.mysql-routine - punctuation.terminator.statement
--                                      ^^^^ string.quoted.double.mysql-routine - punctuation.terminator.statement
--                                            ^^^^ variable.other.quoted.mysql-routine - punctuation.terminator.statement
--                                                ^ punctuation.terminator.statement.mysql-routine
--                                                  ^^^ keyword.control.flow.mysql-routine
--                                                     ^^ punctuation.terminator.statement.mysql-routine
/* a comment with // in it */ SELECT 4 / 2 //
--                ^^ comment.block.mysql-routine - punctuation.terminator
--                                     ^ keyword.operator.mysql-routine
--                                         ^^ punctuation.terminator.statement.mysql-routine
CREATE /*!50003 PROCEDURE b() BEGIN END */ //
--              ^^^^^^^^^ storage.type.routine.mysql-routine - comment
--                                         ^^ punctuation.terminator.statement.mysql-routine
-- the end // of nothing
-- <-------- comment.line.double-dash.mysql-routine - punctuation.terminator
DELIMITER $$
--        ^^ punctuation.terminator.delimiter.mysql-routine
SELECT 1 // 2; END$$
--       ^^ keyword.operator.mysql-routine - punctuation.terminator
--             ^^^ keyword.control.flow.mysql-routine
--                ^^ punctuation.terminator.statement.mysql-routine
  delimiter ;;
--          ^^ punctuation.terminator.delimiter.mysql-routine
SELECT 1; SELECT 2;;
--      ^ punctuation.terminator.statement.mysql-routine
--                ^^ punctuation.terminator.statement.mysql-routine
\d #
-- ^ punctuation.terminator.delimiter.mysql-routine
SELECT '#' #
--     ^^^ string.quoted.single.mysql-routine
--         ^ punctuation.terminator.statement.mysql-routine
delimiter |
SELECT 1 | SELECT 2
--       ^ punctuation.terminator.statement.mysql-routine
--         ^^^^^^ keyword.other.mysql-routine
DELIMITER ;
--        ^ punctuation.terminator.delimiter.mysql-routine
SELECT 1 # a comment again
--       ^^^^^^^^^^^^^^^^^ comment.line.number-sign.mysql-routine
