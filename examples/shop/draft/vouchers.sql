-- Unfinished on purpose. Each of these compiles on the server and fails when it is called.
DELIMITER //

CREATE PROCEDURE redeem_voucher(IN p_order_id INT UNSIGNED, IN p_code VARCHAR(20))
MODIFIES SQL DATA
BEGIN
  DECLARE v_amount DECIMAL(10, 2);

  -- Nobody has written this procedure yet.
  CALL find_voucher(p_code, v_amount);

  -- add_line takes three arguments.
  CALL add_line(p_order_id, 1);
END
//

DELIMITER ;
