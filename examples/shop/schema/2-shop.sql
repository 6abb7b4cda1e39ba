CREATE TABLE shop.customers (
  customer_id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name        VARCHAR(100) NOT NULL,
  mail        VARCHAR(200) NOT NULL UNIQUE,
  country     CHAR(2)      NOT NULL,
  since       DATE         NOT NULL
) ENGINE = InnoDB;

CREATE TABLE shop.products (
  product_id  INT UNSIGNED   NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name        VARCHAR(100)   NOT NULL,
  price       DECIMAL(10, 2) NOT NULL,
  in_stock    INT            NOT NULL DEFAULT 0,
  reserved    INT            NOT NULL DEFAULT 0,
  reorder_at  INT            NOT NULL DEFAULT 10
) ENGINE = InnoDB;

-- A bundle is a product made of products, some of which may be bundles too.
CREATE TABLE shop.bundle_parts (
  bundle_id INT UNSIGNED NOT NULL,
  part_id   INT UNSIGNED NOT NULL,
  quantity  INT          NOT NULL DEFAULT 1,
  PRIMARY KEY (bundle_id, part_id),
  FOREIGN KEY (bundle_id) REFERENCES shop.products (product_id),
  FOREIGN KEY (part_id)   REFERENCES shop.products (product_id)
) ENGINE = InnoDB;

CREATE TABLE shop.orders (
  order_id    INT UNSIGNED   NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT UNSIGNED   NOT NULL,
  placed_at   DATETIME       NOT NULL DEFAULT CURRENT_TIMESTAMP,
  status      VARCHAR(10)    NOT NULL DEFAULT 'open',
  total       DECIMAL(12, 2) NOT NULL DEFAULT 0,
  FOREIGN KEY (customer_id) REFERENCES shop.customers (customer_id)
) ENGINE = InnoDB;

CREATE TABLE shop.order_lines (
  order_id   INT UNSIGNED   NOT NULL,
  product_id INT UNSIGNED   NOT NULL,
  quantity   INT            NOT NULL,
  unit_price DECIMAL(10, 2) NOT NULL,
  discount   DECIMAL(4, 3)  NOT NULL DEFAULT 0,
  PRIMARY KEY (order_id, product_id),
  FOREIGN KEY (order_id)   REFERENCES shop.orders (order_id),
  FOREIGN KEY (product_id) REFERENCES shop.products (product_id)
) ENGINE = InnoDB;

CREATE TABLE shop.stock_movements (
  movement_id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  product_id  INT UNSIGNED NOT NULL,
  quantity    INT          NOT NULL,
  why         VARCHAR(20)  NOT NULL,
  moved_at    DATETIME     NOT NULL DEFAULT CURRENT_TIMESTAMP,
  FOREIGN KEY (product_id) REFERENCES shop.products (product_id)
) ENGINE = InnoDB;

CREATE TABLE shop.purchase_proposals (
  product_id  INT UNSIGNED NOT NULL PRIMARY KEY,
  quantity    INT          NOT NULL,
  proposed_at DATETIME     NOT NULL DEFAULT CURRENT_TIMESTAMP
) ENGINE = InnoDB;
