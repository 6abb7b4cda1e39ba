/** Routines to measure with: of our own making, varied, alike from run to run. */

/** Returns a file as a client reads it, with DELIMITER lines. */
export function makeScript(count: number): string {
  return `DELIMITER $$\n${makeRoutines(count).join('$$\n\n')}$$\nDELIMITER ;\n`;
}

/** Returns `count` procedures and functions; each calls one or two earlier ones. They need `makeTables`. */
function makeRoutines(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => (i % 5 === 4 ? makeFunction(i) : makeProcedure(i)));
}

export const makeTables: readonly string[] = [
  'CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, customer_id INT, state VARCHAR(20), net DECIMAL(12,2), placed_at DATETIME)',
  'CREATE TABLE order_lines (order_id INT, line INT, product_id INT, quantity INT, price DECIMAL(12,2), PRIMARY KEY (order_id, line))',
  'CREATE TABLE totals (day DATE PRIMARY KEY, net DECIMAL(14,2), orders INT)',
  'CREATE TABLE audit (id INT PRIMARY KEY AUTO_INCREMENT, what VARCHAR(200), at DATETIME)',
];

function makeFunction(i: number): string {
  return `CREATE FUNCTION price_${i}(p_product INT, p_quantity INT) RETURNS DECIMAL(12,2)
    READS SQL DATA
    COMMENT 'price ${i}, with the discount of the day'
BEGIN
  DECLARE v_price DECIMAL(12,2) DEFAULT 0; -- net
  SELECT MAX(l.price) INTO v_price FROM order_lines l WHERE l.product_id = p_product;
  IF v_price IS NULL THEN
    RETURN 0;
  ELSEIF p_quantity > ${i % 50} THEN
    SET v_price = ROUND(v_price * 0.9${i % 10}, 2);
  END IF;
  RETURN v_price * p_quantity;
END`;
}

function makeProcedure(i: number): string {
  const callee = i - (i % 5) - 5;
  const call = callee >= 0 ? `CALL close_${callee}(p_day, v_count);` : 'DO 0;';
  const price = i >= 5 ? `price_${i - (i % 5) - 1}(l.product_id, l.quantity)` : 'l.price';
  return `CREATE PROCEDURE close_${i}(IN p_day DATE, OUT p_count INT)
    MODIFIES SQL DATA
BEGIN
  -- closes a day for customers of group ${i}
  DECLARE v_done BOOL DEFAULT FALSE;
  DECLARE v_order INT;
  DECLARE v_count INT DEFAULT 0;
  DECLARE v_net DECIMAL(14,2) DEFAULT 0.00;
  DECLARE open_orders CURSOR FOR
    SELECT o.id FROM orders AS o WHERE o.state = 'open' AND DATE(o.placed_at) = p_day AND o.customer_id % 97 = ${i % 97};
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = TRUE;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    INSERT INTO audit (what, at) VALUES (CONCAT('close_${i} failed for ', p_day), NOW());
    RESIGNAL;
  END;
  OPEN open_orders;
  each_order: LOOP
    FETCH open_orders INTO v_order;
    IF v_done THEN LEAVE each_order; END IF;
    UPDATE orders SET state = 'closed', net = (SELECT SUM(${price}) FROM order_lines l WHERE l.order_id = v_order) WHERE id = v_order;
    SET v_count = v_count + 1;
  END LOOP;
  CLOSE open_orders;
  INSERT INTO totals (day, net, orders) VALUES (p_day, v_net, v_count)
    ON DUPLICATE KEY UPDATE net = net + VALUES(net), orders = orders + v_count;
  ${call}
  SET p_count = v_count;
END`;
}
