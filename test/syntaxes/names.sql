-- SYNTAX TEST "source.mysql-routine" "labels, other languages, quoted names"
`my label`: LOOP
-- <---------- entity.name.label.mysql-routine
--          ^^^^ keyword.control.flow.mysql-routine
  LEAVE `my label`;
--^^^^^ keyword.control.flow.mysql-routine
--      ^^^^^^^^^^ entity.name.label.mysql-routine
END LOOP `my label`;
-- <--- keyword.control.flow.mysql-routine
--  ^^^^ keyword.control.flow.mysql-routine
--       ^^^^^^^^^^ entity.name.label.mysql-routine
SELECT a.`select`, `a b`.`c``d` FROM `shop`.`end`;
--     ^ - keyword
--       ^^^^^^^^ variable.other.quoted.mysql-routine - keyword
--                       ^^^^^^ variable.other.quoted.mysql-routine
--                                          ^^^^^ variable.other.quoted.mysql-routine - keyword
CREATE FUNCTION f(n INT) RETURNS INT LANGUAGE JAVASCRIPT AS $js$
--                                                          ^^^^ punctuation.definition.string.dollar.mysql-routine
  const end = '$$'; // SELECT begin
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ meta.embedded.block.javascript - keyword
  return n;
--^^^^^^^^^ meta.embedded.block.javascript - keyword
$js$;
-- <---- punctuation.definition.string.dollar.mysql-routine
SELECT 1;
-- <------ keyword.other.mysql-routine
