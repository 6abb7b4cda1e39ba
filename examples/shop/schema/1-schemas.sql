-- Four schemas on one server. Run these files in the order of their names, as an account that may create schemas.
CREATE DATABASE IF NOT EXISTS shop      CHARACTER SET utf8mb4;
CREATE DATABASE IF NOT EXISTS billing   CHARACTER SET utf8mb4;
CREATE DATABASE IF NOT EXISTS audit     CHARACTER SET utf8mb4;
CREATE DATABASE IF NOT EXISTS reporting CHARACTER SET utf8mb4;
