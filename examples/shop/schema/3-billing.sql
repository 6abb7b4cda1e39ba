CREATE TABLE billing.tax_rates (
  country CHAR(2)       NOT NULL PRIMARY KEY,
  rate    DECIMAL(4, 3) NOT NULL
) ENGINE = InnoDB;

CREATE TABLE billing.invoices (
  invoice_id INT UNSIGNED   NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id   INT UNSIGNED   NOT NULL UNIQUE,
  issued_on  DATE           NOT NULL,
  due_on     DATE           NOT NULL,
  net        DECIMAL(12, 2) NOT NULL,
  gross      DECIMAL(12, 2) NOT NULL,
  paid       DECIMAL(12, 2) NOT NULL DEFAULT 0,
  settled_on DATE           NULL
) ENGINE = InnoDB;

CREATE TABLE billing.payments (
  payment_id INT UNSIGNED   NOT NULL AUTO_INCREMENT PRIMARY KEY,
  invoice_id INT UNSIGNED   NOT NULL,
  amount     DECIMAL(12, 2) NOT NULL,
  paid_on    DATE           NOT NULL,
  FOREIGN KEY (invoice_id) REFERENCES billing.invoices (invoice_id)
) ENGINE = InnoDB;

CREATE TABLE billing.reminders (
  invoice_id INT UNSIGNED NOT NULL,
  level      INT          NOT NULL,
  sent_on    DATE         NOT NULL,
  PRIMARY KEY (invoice_id, level),
  FOREIGN KEY (invoice_id) REFERENCES billing.invoices (invoice_id)
) ENGINE = InnoDB;

CREATE TABLE billing.closed_months (
  month     DATE           NOT NULL PRIMARY KEY,
  revenue   DECIMAL(14, 2) NOT NULL,
  closed_at DATETIME       NOT NULL DEFAULT CURRENT_TIMESTAMP
) ENGINE = InnoDB;
