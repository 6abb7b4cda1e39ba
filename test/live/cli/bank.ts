/** A small bank: five routines that call each other, and their tables. Names without a schema belong to the project's. */

export const bankTables: readonly string[] = [
  `CREATE TABLE account (id INT PRIMARY KEY, owner VARCHAR(80) NOT NULL, balance DECIMAL(12,2) NOT NULL DEFAULT 0)`,
  `CREATE TABLE entry (id BIGINT AUTO_INCREMENT PRIMARY KEY, account_id INT NOT NULL, amount DECIMAL(12,2) NOT NULL,
     noted_at DATETIME NOT NULL)`,
];

export const bankFiles = `
-- file: procedures/accounts.sql
DELIMITER //
-- Money is never moved without a line in entry.
CREATE PROCEDURE post_entry(IN p_account_id INT, IN p_amount DECIMAL(12,2))
    MODIFIES SQL DATA
    COMMENT 'One line, and the balance with it'
BEGIN
  INSERT INTO entry (account_id, amount, noted_at) VALUES (p_account_id, p_amount, NOW());
  UPDATE account SET balance = balance + p_amount WHERE id = p_account_id;
END//

CREATE FUNCTION balance_of(p_account_id INT) RETURNS DECIMAL(12,2)
    READS SQL DATA
BEGIN
  DECLARE result DECIMAL(12,2) DEFAULT 0;
  SELECT balance INTO result FROM account WHERE id = p_account_id;
  RETURN result;
END//
DELIMITER ;

-- file: procedures/transfers.sql
DELIMITER //
CREATE PROCEDURE transfer(IN p_from INT, IN p_to INT, IN p_amount DECIMAL(12,2), OUT p_left DECIMAL(12,2))
BEGIN
  IF balance_of(p_from) < p_amount THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The account does not hold that much.';
  END IF;
  CALL post_entry(p_from, -p_amount);
  CALL post_entry(p_to, p_amount);
  SET p_left = balance_of(p_from);
END//

CREATE PROCEDURE undo_transfer(IN p_from INT, IN p_to INT, IN p_amount DECIMAL(12,2))
BEGIN
  DECLARE v_left DECIMAL(12,2);
  CALL transfer(p_to, p_from, p_amount, v_left);
END//

CREATE PROCEDURE total(OUT p_total DECIMAL(14,2))
    READS SQL DATA
  SELECT SUM(balance_of(id)) INTO p_total FROM account//
DELIMITER ;
`;

/** Returns the project file; the schema of the names in the files is that of the project. */
export function bankProject(environments: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ sources: ['procedures/**/*.sql'], schema: 'bank', environments }, null, 2);
}
