USE audit;
DELIMITER //

CREATE PROCEDURE note(IN p_subject VARCHAR(40), IN p_subject_id INT UNSIGNED, IN p_message VARCHAR(500))
MODIFIES SQL DATA
INSERT INTO entries (noted_by, subject, subject_id, message) VALUES (CURRENT_USER(), p_subject, p_subject_id, p_message)
//

/* For handlers, which read the diagnostics themselves: the next statement would clear them. */
CREATE PROCEDURE failure(IN p_subject VARCHAR(40), IN p_subject_id INT UNSIGNED, IN p_state CHAR(5), IN p_text VARCHAR(400))
MODIFIES SQL DATA
CALL note(p_subject, p_subject_id, CONCAT('failed: ', p_state, ' ', p_text))
//

/* Deletes old entries in small bites, so that nobody waits for a lock. */
CREATE PROCEDURE forget(IN p_days INT, OUT p_deleted INT)
MODIFIES SQL DATA
BEGIN
  DECLARE v_bite INT DEFAULT 1;

  SET p_deleted = 0;
  WHILE v_bite > 0 DO
    DELETE FROM entries WHERE noted_at < CURRENT_TIMESTAMP - INTERVAL p_days DAY LIMIT 1000;
    SET v_bite = ROW_COUNT();
    SET p_deleted = p_deleted + v_bite;
  END WHILE;
END
//

CREATE EVENT forget_every_week
ON SCHEDULE EVERY 1 WEEK STARTS '2026-01-04 03:00:00'
DO CALL forget(400, @deleted)
//

DELIMITER ;
