DELIMITER //

CREATE TRIGGER order_lines_added AFTER INSERT ON order_lines FOR EACH ROW
UPDATE orders SET total = order_total(NEW.order_id) WHERE order_id = NEW.order_id
//

CREATE TRIGGER order_lines_removed AFTER DELETE ON order_lines FOR EACH ROW
UPDATE orders SET total = order_total(OLD.order_id) WHERE order_id = OLD.order_id
//

/* What has left the house stays sold. */
CREATE TRIGGER orders_status_guard BEFORE UPDATE ON orders FOR EACH ROW
BEGIN
  IF OLD.status = 'shipped' AND NEW.status = 'cancelled' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A shipped order cannot be cancelled.';
  END IF;
END
//

DELIMITER ;
