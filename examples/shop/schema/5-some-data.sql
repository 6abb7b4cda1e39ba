INSERT INTO billing.tax_rates (country, rate) VALUES ('AT', 0.200), ('DE', 0.190), ('FR', 0.200), ('CH', 0.081);

INSERT INTO shop.customers (customer_id, name, mail, country, since) VALUES
  (1, 'Ada Lovelace',   'ada@example.com',   'AT', '2019-03-01'),
  (2, 'Grace Hopper',   'grace@example.com', 'DE', '2023-11-20'),
  (3, 'Emmy Noether',   'emmy@example.com',  'CH', '2025-01-07');

INSERT INTO shop.products (product_id, name, price, in_stock, reorder_at) VALUES
  (1, 'Teapot',            39.00, 25, 5),
  (2, 'Tea, green, 100 g',  7.50, 200, 50),
  (3, 'Tea, black, 100 g',  6.90, 180, 50),
  (4, 'Cup',                9.80, 4, 20),
  (5, 'Tea tasting',       13.90, 30, 5),
  (6, 'Starter set',       69.00, 10, 2);

-- The starter set holds a teapot, two cups and the tasting, which is a bundle of two teas.
INSERT INTO shop.bundle_parts (bundle_id, part_id, quantity) VALUES (5, 2, 1), (5, 3, 1), (6, 1, 1), (6, 4, 2), (6, 5, 1);
