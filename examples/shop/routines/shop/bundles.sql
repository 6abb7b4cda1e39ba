DELIMITER //

/* The single products in a bundle, however deep it is packed. */
CREATE PROCEDURE list_parts(IN p_product_id INT UNSIGNED)
MODIFIES SQL DATA
BEGIN
  SET SESSION max_sp_recursion_depth = 20;
  DROP TEMPORARY TABLE IF EXISTS unpacked;
  CREATE TEMPORARY TABLE unpacked (product_id INT UNSIGNED NOT NULL, quantity INT NOT NULL);

  CALL unpack(p_product_id, 1);

  SELECT u.product_id, p.name, SUM(u.quantity) AS quantity
    FROM unpacked AS u
    JOIN products AS p ON p.product_id = u.product_id
   GROUP BY u.product_id, p.name
   ORDER BY u.product_id;
  DROP TEMPORARY TABLE unpacked;
END
//

/* unpack and unpack_bundle call each other: a bundle may hold bundles. */
CREATE PROCEDURE unpack(IN p_product_id INT UNSIGNED, IN p_quantity INT)
MODIFIES SQL DATA
BEGIN
  IF EXISTS (SELECT 1 FROM bundle_parts WHERE bundle_id = p_product_id) THEN
    CALL unpack_bundle(p_product_id, p_quantity);
  ELSE
    INSERT INTO unpacked (product_id, quantity) VALUES (p_product_id, p_quantity);
  END IF;
END
//

CREATE PROCEDURE unpack_bundle(IN p_bundle_id INT UNSIGNED, IN p_quantity INT)
MODIFIES SQL DATA
BEGIN
  DECLARE v_part_id INT UNSIGNED;
  DECLARE v_quantity INT;
  DECLARE v_done BOOLEAN DEFAULT FALSE;
  DECLARE part CURSOR FOR
    SELECT part_id, quantity FROM bundle_parts WHERE bundle_id = p_bundle_id;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = TRUE;

  OPEN part;
  each_part: LOOP
    FETCH part INTO v_part_id, v_quantity;
    IF v_done THEN
      LEAVE each_part;
    END IF;
    CALL unpack(v_part_id, v_quantity * p_quantity);
  END LOOP each_part;
  CLOSE part;
END
//

DELIMITER ;
