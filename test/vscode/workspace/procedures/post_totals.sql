DELIMITER //
CREATE PROCEDURE post_totals(IN p_day DATE)
BEGIN
  INSERT INTO daily_totals (day, total)
  SELECT p_day, SUM(amount) FROM orders WHERE ordered_on = p_day;
END//
