USE billing;
DELIMITER //

CREATE FUNCTION tax_rate(p_country CHAR(2))
RETURNS DECIMAL(4, 3)
READS SQL DATA
BEGIN
  DECLARE v_rate DECIMAL(4, 3) DEFAULT 0;

  SELECT rate INTO v_rate FROM tax_rates WHERE country = p_country;
  RETURN v_rate;
END
//

CREATE FUNCTION with_tax(p_net DECIMAL(12, 2), p_country CHAR(2))
RETURNS DECIMAL(12, 2)
READS SQL DATA
RETURN ROUND(p_net * (1 + tax_rate(p_country)), 2)
//

/* One invoice for each order, due in thirty days. */
CREATE PROCEDURE issue_invoice(IN p_order_id INT UNSIGNED, OUT p_invoice_id INT UNSIGNED)
MODIFIES SQL DATA
BEGIN
  DECLARE v_net DECIMAL(12, 2);
  DECLARE v_country CHAR(2);

  SELECT shop.order_total(o.order_id), c.country INTO v_net, v_country
    FROM shop.orders AS o
    JOIN shop.customers AS c ON c.customer_id = o.customer_id
   WHERE o.order_id = p_order_id;

  INSERT INTO invoices (order_id, issued_on, due_on, net, gross)
  VALUES (p_order_id, CURRENT_DATE, CURRENT_DATE + INTERVAL 30 DAY, v_net, with_tax(v_net, v_country));
  SET p_invoice_id = LAST_INSERT_ID();
  CALL audit.note('invoice', p_invoice_id, 'issued');
END
//

CREATE PROCEDURE record_payment(IN p_invoice_id INT UNSIGNED, IN p_amount DECIMAL(12, 2))
MODIFIES SQL DATA
BEGIN
  IF p_amount <= 0 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A payment must be more than nothing.';
  END IF;
  INSERT INTO payments (invoice_id, amount, paid_on) VALUES (p_invoice_id, p_amount, CURRENT_DATE);
END
//

/* Adds up what was paid, and settles the invoice when it is enough. */
CREATE PROCEDURE settle(IN p_invoice_id INT UNSIGNED)
MODIFIES SQL DATA
BEGIN
  UPDATE invoices
     SET paid = (SELECT COALESCE(SUM(amount), 0) FROM payments WHERE invoice_id = p_invoice_id)
   WHERE invoices.invoice_id = p_invoice_id;
  UPDATE invoices
     SET settled_on = CURRENT_DATE
   WHERE invoice_id = p_invoice_id AND settled_on IS NULL AND paid >= gross;
END
//

CREATE TRIGGER payments_added AFTER INSERT ON payments FOR EACH ROW
CALL settle(NEW.invoice_id)
//

CREATE VIEW overdue_invoices AS
SELECT invoice_id, order_id, due_on, gross - paid AS missing, DATEDIFF(CURRENT_DATE, due_on) AS days
  FROM invoices
 WHERE settled_on IS NULL AND due_on < CURRENT_DATE
//

DELIMITER ;
