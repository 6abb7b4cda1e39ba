DELIMITER //

/* Begins an order; its lines follow by add_line. */
CREATE PROCEDURE place_order(IN p_customer_id INT UNSIGNED, OUT p_order_id INT UNSIGNED)
MODIFIES SQL DATA
BEGIN
  IF NOT EXISTS (SELECT 1 FROM customers WHERE customer_id = p_customer_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'There is no such customer.';
  END IF;

  INSERT INTO orders (customer_id) VALUES (p_customer_id);
  SET p_order_id = LAST_INSERT_ID();
  CALL audit.note('order', p_order_id, 'placed');
END
//

/* Adds a product at today's price, with the customer's discount, and sets it aside in the store. */
CREATE PROCEDURE add_line(IN p_order_id INT UNSIGNED, IN p_product_id INT UNSIGNED, IN p_quantity INT)
MODIFIES SQL DATA
BEGIN
  DECLARE v_customer_id INT UNSIGNED;
  DECLARE v_price DECIMAL(10, 2);
  DECLARE EXIT HANDLER FOR NOT FOUND
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'There is no such order or product.';

  SELECT customer_id INTO v_customer_id FROM orders WHERE order_id = p_order_id;
  SELECT price INTO v_price FROM products WHERE product_id = p_product_id;

  CALL reserve_stock(p_product_id, p_quantity);
  INSERT INTO order_lines (order_id, product_id, quantity, unit_price, discount)
  VALUES (p_order_id, p_product_id, p_quantity, v_price, discount_for(v_customer_id, p_quantity));
END
//

/* The goods leave: what was reserved is gone, and the invoice goes along. */
CREATE PROCEDURE ship_order(IN p_order_id INT UNSIGNED, OUT p_invoice_id INT UNSIGNED)
MODIFIES SQL DATA
BEGIN
  DECLARE v_product_id INT UNSIGNED;
  DECLARE v_quantity INT;
  DECLARE v_done BOOLEAN DEFAULT FALSE;
  DECLARE order_line CURSOR FOR
    SELECT product_id, quantity FROM order_lines WHERE order_id = p_order_id;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = TRUE;

  OPEN order_line;
  each_line: LOOP
    FETCH order_line INTO v_product_id, v_quantity;
    IF v_done THEN
      LEAVE each_line;
    END IF;
    CALL release_stock(v_product_id, v_quantity);
    CALL move_stock(v_product_id, -v_quantity, 'shipped');
  END LOOP each_line;
  CLOSE order_line;

  UPDATE orders SET status = 'shipped' WHERE order_id = p_order_id;
  CALL billing.issue_invoice(p_order_id, p_invoice_id);
  CALL audit.note('order', p_order_id, 'shipped');
END
//

/* Gives back what was set aside. A shipped order cannot be cancelled: the trigger on orders says so. */
CREATE PROCEDURE cancel_order(IN p_order_id INT UNSIGNED, IN p_why VARCHAR(100))
MODIFIES SQL DATA
BEGIN
  DECLARE v_state CHAR(5);
  DECLARE v_text VARCHAR(400);
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    GET DIAGNOSTICS CONDITION 1 v_state = RETURNED_SQLSTATE, v_text = MESSAGE_TEXT;
    ROLLBACK;
    CALL audit.failure('order', p_order_id, v_state, v_text);
    RESIGNAL;
  END;

  START TRANSACTION;
  UPDATE orders SET status = 'cancelled' WHERE order_id = p_order_id;
  UPDATE products AS p
    JOIN order_lines AS l ON l.product_id = p.product_id
     SET p.reserved = p.reserved - l.quantity
   WHERE l.order_id = p_order_id;
  CALL audit.note('order', p_order_id, CONCAT('cancelled: ', p_why));
  COMMIT;
END
//

DELIMITER ;
