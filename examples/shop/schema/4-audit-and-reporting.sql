CREATE TABLE audit.entries (
  entry_id  BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  noted_at  DATETIME        NOT NULL DEFAULT CURRENT_TIMESTAMP,
  noted_by  VARCHAR(100)    NOT NULL,
  subject   VARCHAR(40)     NOT NULL,
  subject_id INT UNSIGNED   NULL,
  message   VARCHAR(500)    NOT NULL,
  KEY (subject, subject_id)
) ENGINE = InnoDB;

CREATE TABLE reporting.daily_sales (
  day        DATE           NOT NULL,
  product_id INT UNSIGNED   NOT NULL,
  quantity   INT            NOT NULL,
  revenue    DECIMAL(14, 2) NOT NULL,
  PRIMARY KEY (day, product_id)
) ENGINE = InnoDB;
