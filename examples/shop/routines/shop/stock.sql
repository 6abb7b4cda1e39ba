DELIMITER //

/* Sets goods aside for an order, or refuses if there are not enough. */
CREATE PROCEDURE reserve_stock(IN p_product_id INT UNSIGNED, IN p_quantity INT)
MODIFIES SQL DATA
BEGIN
  IF available_stock(p_product_id) < p_quantity THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'There is not enough in stock.';
  END IF;
  UPDATE products SET reserved = reserved + p_quantity WHERE product_id = p_product_id;
END
//

CREATE PROCEDURE release_stock(IN p_product_id INT UNSIGNED, IN p_quantity INT)
MODIFIES SQL DATA
UPDATE products SET reserved = GREATEST(reserved - p_quantity, 0) WHERE product_id = p_product_id
//

/* Every change of what lies in the store goes through here, and leaves a trace. */
CREATE PROCEDURE move_stock(IN p_product_id INT UNSIGNED, IN p_quantity INT, IN p_why VARCHAR(20))
MODIFIES SQL DATA
BEGIN
  UPDATE products SET in_stock = in_stock + p_quantity WHERE product_id = p_product_id;
  INSERT INTO stock_movements (product_id, quantity, why) VALUES (p_product_id, p_quantity, p_why);
END
//

CREATE PROCEDURE receive_stock(IN p_product_id INT UNSIGNED, IN p_quantity INT)
MODIFIES SQL DATA
BEGIN
  CALL move_stock(p_product_id, p_quantity, 'received');
  DELETE FROM purchase_proposals WHERE product_id = p_product_id;
END
//

/* Proposes to buy what runs low: enough for twice the mark. */
CREATE PROCEDURE propose_purchases(OUT p_proposals INT)
MODIFIES SQL DATA
BEGIN
  DECLARE v_product_id INT UNSIGNED;
  DECLARE v_missing INT;
  DECLARE v_done BOOLEAN DEFAULT FALSE;
  DECLARE low CURSOR FOR
    SELECT product_id, 2 * reorder_at - available_stock(product_id)
      FROM products
     WHERE available_stock(product_id) < reorder_at
     ORDER BY product_id;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = TRUE;

  SET p_proposals = 0;
  OPEN low;
  REPEAT
    FETCH low INTO v_product_id, v_missing;
    IF NOT v_done THEN
      REPLACE INTO purchase_proposals (product_id, quantity) VALUES (v_product_id, v_missing);
      SET p_proposals = p_proposals + 1;
    END IF;
  UNTIL v_done END REPEAT;
  CLOSE low;
END
//

DELIMITER ;
