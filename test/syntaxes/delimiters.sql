-- SYNTAX TEST "source.mysql-routine" "DELIMITER lines and what ends a statement"
DELIMITER $$ the rest is ignored
-- <--------- keyword.control.directive.delimiter.mysql-routine
--        ^^ punctuation.terminator.delimiter.mysql-routine
--           ^^^^^^^^^^^^^^^^^^^ comment.line.ignored.mysql-routine
CREATE PROCEDURE a() BEGIN SELECT 1; END$$
--                                 ^ punctuation.terminator.statement.mysql-routine
--                                   ^^^ keyword.control.flow.mysql-routine
--                                      ^^ punctuation.terminator.statement.mysql-routine
  delimiter //
--^^^^^^^^^ keyword.control.directive.delimiter.mysql-routine
--          ^^ punctuation.terminator.delimiter.mysql-routine
SELECT 'a string over
DELIMITER two lines';
-- <--------- string.quoted.single.mysql-routine - keyword.control.directive.delimiter.mysql-routine
SELECT delimiter FROM t;
--     ^^^^^^^^^ - keyword.control.directive.delimiter.mysql-routine
\d |
-- <-- keyword.control.directive.delimiter.mysql-routine
-- ^ punctuation.terminator.delimiter.mysql-routine
