USE reporting;
DELIMITER //

/* Works out one day anew. */
CREATE PROCEDURE refresh_day(IN p_day DATE)
MODIFIES SQL DATA
BEGIN
  DELETE FROM daily_sales WHERE day = p_day;
  INSERT INTO daily_sales (day, product_id, quantity, revenue)
  SELECT p_day, l.product_id, SUM(l.quantity), SUM(shop.line_total(l.quantity, l.unit_price, l.discount))
    FROM shop.orders AS o
    JOIN shop.order_lines AS l ON l.order_id = o.order_id
   WHERE o.placed_at >= p_day AND o.placed_at < p_day + INTERVAL 1 DAY AND o.status <> 'cancelled'
   GROUP BY l.product_id;
END
//

CREATE PROCEDURE refresh_range(IN p_first DATE, IN p_last DATE)
MODIFIES SQL DATA
BEGIN
  DECLARE v_day DATE DEFAULT p_first;

  WHILE v_day <= p_last DO
    CALL refresh_day(v_day);
    SET v_day = v_day + INTERVAL 1 DAY;
  END WHILE;
END
//

/* The best sellers of a span of days. Runs with the rights of whoever calls it. */
CREATE PROCEDURE top_products(IN p_first DATE, IN p_last DATE, IN p_limit INT)
READS SQL DATA
SQL SECURITY INVOKER
WITH sold AS (
  SELECT product_id, SUM(quantity) AS quantity, SUM(revenue) AS revenue
    FROM daily_sales
   WHERE day BETWEEN p_first AND p_last
   GROUP BY product_id
)
SELECT s.product_id, p.name, s.quantity, s.revenue, share_of(s.revenue, p_first, p_last) AS share
  FROM sold AS s
  JOIN shop.products AS p ON p.product_id = s.product_id
 ORDER BY s.revenue DESC
 LIMIT p_limit
//

/* What part of all revenue this is, from 0 to 1; null where there was none. */
CREATE FUNCTION share_of(p_revenue DECIMAL(14, 2), p_first DATE, p_last DATE)
RETURNS DECIMAL(6, 4)
READS SQL DATA
BEGIN
  DECLARE v_all DECIMAL(14, 2);

  SELECT SUM(revenue) INTO v_all FROM daily_sales WHERE day BETWEEN p_first AND p_last;
  RETURN p_revenue / NULLIF(v_all, 0);
END
//

CREATE EVENT refresh_every_night
ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01 01:00:00'
DO CALL refresh_range(CURRENT_DATE - INTERVAL 2 DAY, CURRENT_DATE)
//

DELIMITER ;
