USE billing;
DELIMITER //

/* The next reminder of an invoice; after the third it is a matter for people. */
CREATE PROCEDURE remind(IN p_invoice_id INT UNSIGNED, OUT p_level INT)
MODIFIES SQL DATA
BEGIN
  SELECT COALESCE(MAX(level), 0) + 1 INTO p_level FROM reminders WHERE invoice_id = p_invoice_id;
  IF p_level > 3 THEN
    CALL audit.note('invoice', p_invoice_id, 'needs a person: three reminders were sent');
  ELSE
    INSERT INTO reminders (invoice_id, level, sent_on) VALUES (p_invoice_id, p_level, CURRENT_DATE);
    CALL audit.note('invoice', p_invoice_id, CONCAT('reminder ', p_level));
  END IF;
END
//

/* Reminds all who are late. One invoice that fails does not keep the others from being sent. */
CREATE PROCEDURE remind_overdue(OUT p_sent INT)
MODIFIES SQL DATA
BEGIN
  DECLARE v_invoice_id INT UNSIGNED;
  DECLARE v_level INT;
  DECLARE v_state CHAR(5);
  DECLARE v_text VARCHAR(400);
  DECLARE v_done BOOLEAN DEFAULT FALSE;
  DECLARE late CURSOR FOR
    SELECT invoice_id FROM overdue_invoices ORDER BY due_on;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = TRUE;

  SET p_sent = 0;
  OPEN late;
  each_invoice: LOOP
    FETCH late INTO v_invoice_id;
    IF v_done THEN
      LEAVE each_invoice;
    END IF;
    BEGIN
      DECLARE CONTINUE HANDLER FOR SQLEXCEPTION
      BEGIN
        GET DIAGNOSTICS CONDITION 1 v_state = RETURNED_SQLSTATE, v_text = MESSAGE_TEXT;
        CALL audit.failure('invoice', v_invoice_id, v_state, v_text);
      END;
      CALL remind(v_invoice_id, v_level);
      SET p_sent = p_sent + 1;
    END;
  END LOOP each_invoice;
  CLOSE late;
END
//

/* Writes the month's revenue down for good. Closing it twice is an error of the primary key. */
CREATE PROCEDURE close_month(IN p_day DATE)
MODIFIES SQL DATA
BEGIN
  DECLARE v_first DATE;
  DECLARE already_closed CONDITION FOR 1062;
  DECLARE EXIT HANDLER FOR already_closed
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'This month is closed already.';

  SET v_first = p_day - INTERVAL DAYOFMONTH(p_day) - 1 DAY;
  INSERT INTO closed_months (month, revenue)
  SELECT v_first, COALESCE(SUM(net), 0)
    FROM invoices
   WHERE issued_on >= v_first AND issued_on < v_first + INTERVAL 1 MONTH;
  CALL reporting.refresh_range(v_first, LAST_DAY(v_first));
END
//

CREATE EVENT remind_every_morning
ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01 06:00:00'
COMMENT 'Reminders go out before the office opens'
DO CALL remind_overdue(@sent)
//

DELIMITER ;
