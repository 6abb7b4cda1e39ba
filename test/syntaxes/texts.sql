-- SYNTAX TEST "source.mysql-routine" "strings, comments, quoted names"
SELECT 'it''s', 'a\'b', "say ""hi""", x'1F', _utf8mb4'é';
--     ^^^^^^^ string.quoted.single.mysql-routine
--        ^^ constant.character.escape.mysql-routine
--            ^ punctuation.separator.comma.mysql-routine
--                ^^ constant.character.escape.mysql-routine
--                      ^^^^^^^^^^^^ string.quoted.double.mysql-routine
--                                    ^^^^^ string.quoted.single.mysql-routine
--                                           ^^^^^^^^^^^ string.quoted.single.mysql-routine
SELECT 1--1, 2 -- here it starts
--      ^^ keyword.operator.mysql-routine - comment
--             ^^^^^^^^^^^^^^^^^ comment.line.double-dash.mysql-routine
SELECT 1 # until the end
--       ^^^^^^^^^^^^^^^ comment.line.number-sign.mysql-routine
SELECT /* not ' a string */ 1;
--     ^^^^^^^^^^^^^^^^^^^^ comment.block.mysql-routine
--                          ^ constant.numeric.mysql-routine
CREATE /*!50003 PROCEDURE p() */ BEGIN END;
--     ^^^^^^^^ punctuation.definition.comment.executable.mysql-routine
--              ^^^^^^^^^ storage.type.routine.mysql-routine - comment
--                            ^^ punctuation.definition.comment.executable.mysql-routine
--                               ^^^^^ keyword.control.flow.mysql-routine
SELECT `a``b`, `select` FROM t;
--     ^^^^^^ variable.other.quoted.mysql-routine
--       ^^ constant.character.escape.mysql-routine
--             ^^^^^^^^ variable.other.quoted.mysql-routine - keyword
