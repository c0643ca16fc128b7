/** Visits what a kernel is made of, for those who collect facts about it. */

import { assertNever } from '../errors.js';
import type { Expr, Stmt } from './ir.js';

const none: readonly Expr[] = [];

/** The direct operands of an expression, a condition last. */
export function operandsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'const':
    case 'local':
    case 'arg':
    case 'range':
    case 'scratch':
      return none;
    case 'unary':
    case 'convert':
    case 'bitcast':
    case 'splat':
    case 'lane':
    case 'any':
      return [expr.x];
    case 'binary':
    case 'compare':
    case 'shuffle':
      return [expr.a, expr.b];
    case 'fma':
      return [expr.a, expr.b, expr.c];
    case 'select':
      return [expr.a, expr.b, expr.mask];
    case 'load':
      return [expr.address];
    case 'vector':
      return expr.parts;
    case 'math':
      return expr.args;
    default:
      return assertNever(expr);
  }
}

/** The expressions that a statement holds itself, without those of the statements inside. */
function rootsOf(stmt: Stmt): readonly Expr[] {
  switch (stmt.kind) {
    case 'set':
      return [stmt.value];
    case 'store':
      return [stmt.address, stmt.value];
    case 'loop':
      return [stmt.from, stmt.to];
    case 'if':
      return [stmt.condition];
    default:
      return assertNever(stmt);
  }
}

/** The statements directly inside a statement. */
function insideOf(stmt: Stmt): readonly Stmt[] {
  if (stmt.kind === 'loop') return stmt.body;
  return stmt.kind === 'if' ? [...stmt.body, ...stmt.otherwise] : [];
}

/** Every expression of a body, operands included; in no particular order. */
export function* expressionsOf(body: readonly Stmt[]): Generator<Expr> {
  const statements = [...body];
  const pending: Expr[] = [];
  for (let stmt = statements.pop(); stmt !== undefined; stmt = statements.pop()) {
    statements.push(...insideOf(stmt));
    pending.push(...rootsOf(stmt));
    for (let expr = pending.pop(); expr !== undefined; expr = pending.pop()) {
      yield expr;
      pending.push(...operandsOf(expr));
    }
  }
}
