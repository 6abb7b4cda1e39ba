/** Rules about the clauses before the body: text with the findings marked under it. */
import { checkDiagnostics } from './check-diagnostics';

describe('lossy-text', () => {
  it('marks a comment with a character of four bytes', () =>
    checkDiagnostics(`
CREATE PROCEDURE p() COMMENT 'a 😀 b' SELECT 1;
--                   ^^^^^^^^^^^^^^^^ lossy-text
`));
  it('marks the type that a function returns, whatever way the value is written', () =>
    checkDiagnostics(`
CREATE FUNCTION f() RETURNS ENUM('😀', 'b') DETERMINISTIC RETURN 'b';
--                          ^^^^^^^^^^^^^^^ lossy-text
CREATE FUNCTION g() RETURNS SET(0xF09F9880) DETERMINISTIC RETURN '';
--                          ^^^^^^^^^^^^^^^ lossy-text
`));
  it('marks a comment that ends at a NUL', () =>
    checkDiagnostics(`
CREATE PROCEDURE p() COMMENT 'a\\0b' SELECT 1;
--                   ^^^^^^^^^^^^^^ lossy-text
CREATE EVENT e ON SCHEDULE EVERY 1 DAY COMMENT 'a\\0b' DO SELECT 1;
--                                             ^^^^^^ lossy-text
`));
  it('is silent about what is kept as it is', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(a ENUM('😀')) COMMENT 'ä€\\n' SELECT '😀' /* 😀 */;
CREATE FUNCTION f() RETURNS ENUM('ä€') DETERMINISTIC RETURN 'ä€';
`));
});
