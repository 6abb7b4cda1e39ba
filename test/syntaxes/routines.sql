-- SYNTAX TEST "source.mysql-routine" "definitions and bodies"
CREATE DEFINER = `app`@`%` PROCEDURE shop.place_order(IN p_id INT UNSIGNED, OUT p_total DECIMAL(10, 2))
--     ^^^^^^^ storage.modifier.mysql-routine
--                         ^^^^^^^^^ storage.type.routine.mysql-routine
--                                   ^^^^^^^^^^^^^^^^ entity.name.function.mysql-routine
--                                                    ^^ storage.modifier.mysql-routine
--                                                            ^^^ storage.type.mysql-routine
--                                                                ^^^^^^^^ storage.type.mysql-routine
--                                                                                      ^^^^^^^ storage.type.mysql-routine
  MODIFIES SQL DATA COMMENT 'x'
--^^^^^^^^^^^^^^^^^ storage.modifier.mysql-routine
main: BEGIN
-- <---- entity.name.label.mysql-routine
--    ^^^^^ keyword.control.flow.mysql-routine
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET @done = TRUE;
--^^^^^^^ storage.modifier.mysql-routine
--        ^^^^^^^^ keyword.control.flow.mysql-routine
--                 ^^^^^^^ storage.modifier.mysql-routine
--                             ^^^^^^^^^ constant.language.condition.mysql-routine
--                                           ^^^^^ variable.other.user.mysql-routine
--                                                   ^^^^ constant.language.mysql-routine
  CALL billing.charge(p_id, @@session.sql_mode);
--^^^^ keyword.control.flow.mysql-routine
--     ^^^^^^^^^^^^^^ entity.name.function.mysql-routine
--                          ^^^^^^^^^^^^^^^^^^ variable.language.system.mysql-routine
  IF NEW.id > 1.5e3 THEN LEAVE main; END IF;
--^^ keyword.control.flow.mysql-routine
--   ^^^ variable.language.row.mysql-routine
--            ^^^^^ constant.numeric.mysql-routine
--                       ^^^^^ keyword.control.flow.mysql-routine
--                             ^^^^ entity.name.label.mysql-routine
  SELECT COUNT(*), t.end, my_function(1) INTO p_total FROM t;
--^^^^^^ keyword.other.mysql-routine
--       ^^^^^ support.function.mysql-routine
--                   ^^^ variable.other.member.mysql-routine - keyword
--                        ^^^^^^^^^^^ support.function.mysql-routine
END main;
-- <--- keyword.control.flow.mysql-routine
