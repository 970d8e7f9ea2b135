import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const lib = resolve(__dirname, "../lib");
const sources = (readdirSync(lib, { recursive: true }) as string[]).filter(
  (file) => file.endsWith(".ts") && !/^(dist|node_modules)\//.test(file),
);

/** Base and exponent of a power, written `a ** b`, `a **= b` or `Math.pow(a, b)`. */
function powerIn(node: ts.Node): readonly [ts.Node, ts.Node] | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isPower =
      kind === ts.SyntaxKind.AsteriskAsteriskToken || kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken;
    return isPower ? [node.left, node.right] : undefined;
  }
  if (!ts.isCallExpression(node) || node.expression.getText() !== "Math.pow") return undefined;
  const [base, exponent] = node.arguments;
  return base === undefined || exponent === undefined ? undefined : [base, exponent];
}

const isTwo = (node: ts.Node): boolean => ts.isNumericLiteral(node) && node.text === "2";

/** The powers of a source that are neither a square nor a power of two. */
function unsteadyPowers(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const power = powerIn(node);
    if (power !== undefined && !power.some(isTwo)) found.push(`${file}: ${node.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * Of V8's arithmetic only powers have other last bits on Node 24 than on 20 and 22: `x ** 3` and `x ** 4` in a tenth of
 * all cases, and `beta ** t`. Squares and powers of two are the same (so are exp, log, sin, cos, atan2, hypot, … over
 * 400 000 arguments in each of six ranges).
 */
describe("powers in lib", () => {
  it("finds each way to write one, and none in strings and comments", () => {
    const text = 'a ** 3; b **= n; Math.pow(x, 0.5); x ** 2; 2 ** n; Math.pow(2, 5); "x ** 3"; // x ** 3';
    expect(unsteadyPowers("a.ts", text)).toEqual(["a.ts: a ** 3", "a.ts: b **= n", "a.ts: Math.pow(x, 0.5)"]);
  });

  it("are squares or powers of two; everything else is wholePower, a product, or exp and log", () => {
    const found = sources.flatMap((file) => unsteadyPowers(file, readFileSync(join(lib, file), "utf8")));
    expect(found).toEqual([]);
  });

  it("of two are exact over all of float64's exponents", () => {
    let power = 1;
    for (let n = 0; n <= 1023; n++, power *= 2) expect([2 ** n, 2 ** -n]).toEqual([power, 1 / power]);
  });
});
