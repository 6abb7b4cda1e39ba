/* What waits to be shipped, the oldest first. */
CREATE VIEW open_orders AS
SELECT o.order_id, c.name AS customer, o.placed_at, order_total(o.order_id) AS total
  FROM orders AS o
  JOIN customers AS c ON c.customer_id = o.customer_id
 WHERE o.status = 'open'
 ORDER BY o.placed_at;
