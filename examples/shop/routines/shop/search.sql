DELIMITER //

/*
 * Products by a piece of their name. The order is chosen from a list and the values are bound, so that nothing that a
 * visitor types becomes SQL.
 */
CREATE PROCEDURE search_products(IN p_text VARCHAR(100), IN p_order VARCHAR(10), IN p_limit INT)
READS SQL DATA
BEGIN
  SET @pattern = CONCAT('%', p_text, '%');
  SET @most = LEAST(GREATEST(p_limit, 1), 100);

  CASE p_order
    WHEN 'price' THEN
      SET @search = 'SELECT product_id, name, price FROM products WHERE name LIKE ? ORDER BY price LIMIT ?';
    WHEN 'stock' THEN
      SET @search = 'SELECT product_id, name, price FROM products WHERE name LIKE ? ORDER BY in_stock DESC LIMIT ?';
    ELSE
      SET @search = 'SELECT product_id, name, price FROM products WHERE name LIKE ? ORDER BY name LIMIT ?';
  END CASE;

  PREPARE search FROM @search;
  EXECUTE search USING @pattern, @most;
  DEALLOCATE PREPARE search;
END
//

DELIMITER ;
