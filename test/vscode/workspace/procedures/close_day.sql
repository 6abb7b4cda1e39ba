DELIMITER //
CREATE PROCEDURE close_day(IN p_day DATE)
BEGIN
  CALL post_totals(p_day);
END//
