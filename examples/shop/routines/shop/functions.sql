DELIMITER //

/* What a line of an order costs, before tax. */
CREATE FUNCTION line_total(p_quantity INT, p_unit_price DECIMAL(10, 2), p_discount DECIMAL(4, 3))
RETURNS DECIMAL(12, 2)
DETERMINISTIC NO SQL
COMMENT 'Quantity times price less discount'
RETURN ROUND(p_quantity * p_unit_price * (1 - p_discount), 2)
//

/* Full years that somebody has been with us, at most five. */
CREATE FUNCTION loyalty_level(p_customer_id INT UNSIGNED)
RETURNS INT
READS SQL DATA
BEGIN
  DECLARE v_years INT DEFAULT 0;

  SELECT TIMESTAMPDIFF(YEAR, since, CURRENT_DATE) INTO v_years
    FROM customers
   WHERE customer_id = p_customer_id;

  RETURN LEAST(GREATEST(COALESCE(v_years, 0), 0), 5);
END
//

/* One percent for each level of loyalty, and five for a large quantity. */
CREATE FUNCTION discount_for(p_customer_id INT UNSIGNED, p_quantity INT)
RETURNS DECIMAL(4, 3)
READS SQL DATA
BEGIN
  DECLARE v_discount DECIMAL(4, 3) DEFAULT 0;

  SET v_discount = loyalty_level(p_customer_id) * 0.01;
  IF p_quantity >= 10 THEN
    SET v_discount = v_discount + 0.05;
  END IF;
  RETURN v_discount;
END
//

CREATE FUNCTION available_stock(p_product_id INT UNSIGNED)
RETURNS INT
READS SQL DATA
BEGIN
  DECLARE v_available INT DEFAULT 0;

  SELECT in_stock - reserved INTO v_available
    FROM products
   WHERE product_id = p_product_id;

  RETURN v_available;
END
//

/* The sum of an order's lines, before tax. */
CREATE FUNCTION order_total(p_order_id INT UNSIGNED)
RETURNS DECIMAL(12, 2)
READS SQL DATA
RETURN (
  SELECT COALESCE(SUM(line_total(quantity, unit_price, discount)), 0)
    FROM order_lines
   WHERE order_id = p_order_id
)
//

DELIMITER ;
