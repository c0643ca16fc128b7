/**
 * Renders a kernel of the IR as a WebAssembly module that exports one function, `kernel(args, lo,
 * hi)`: the address of the arguments, and [lo, hi), the part of the range to work on. It imports
 * `env.memory`, the `math` functions that it calls, and `env.scratch`, the address of the scratch
 * memory of the thread, if it uses any. Statements are here, expressions in `render-expression.ts`.
 */

import { assertNever, internal } from '../errors.js';
import {
  argBytes,
  type Expr,
  type Kernel,
  type MathFunction,
  type Stmt,
  type Target,
} from '../kernel/ir.js';
import { at } from '../list.js';
import type { Scope } from './emit-operator.js';
import { ModuleWriter } from './encoder.js';
import type { WasmFeatures } from './features.js';
import { FunctionWriter, type ValueType } from './function-writer.js';
import { memoryInstructions, valueTypeOf } from './instruction-tables.js';
import { renderAddress, renderExpr } from './render-expression.js';

/** 128-bit vectors, on the sixteen registers that engines have. */
export const wasmTarget: Target = {
  lanes: 4,
  registers: 16,
  buffers: Number.POSITIVE_INFINITY,
  scalars: ['i32', 'f32', 'f64'],
  costs: { multiplyAdds: { f32: 29, i32: 12, f64: 13 }, vectorSpeed: 1 },
};

/** The target with some features; without fused multiply-add each product takes a register. */
export function targetOf({ fma }: Pick<WasmFeatures, 'fma'>): Target {
  return fma ? wasmTarget : { ...wasmTarget, registers: wasmTarget.registers - 1 };
}

/** More operations than a loop may have that V8 unrolls: 50 for each loop around it. */
const bulk = 500;

const kernelParams = { args: 0, lo: 1, hi: 2 };

/** The bytes of a kernel's module; the same kernel and features give the same bytes. */
export function renderKernel(kernel: Kernel, features: WasmFeatures): Uint8Array<ArrayBuffer> {
  const module = new ModuleWriter();
  module.importMemory('env', 'memory', { min: 1, max: 65536, shared: features.shared });
  const code = new FunctionWriter({ params: ['i32', 'i32', 'i32'], results: [] });
  const scope = scopeOf(kernel, module, code, features.fma);
  renderBody(scope, kernel.body);
  module.exportFunction('kernel', module.addFunction(code));
  return module.toBytes();
}

function scopeOf(
  kernel: Kernel,
  module: ModuleWriter,
  code: FunctionWriter,
  relaxed: boolean,
): Scope {
  const { locals } = kernel;
  const firstLocal = code.locals(locals.map(({ type }) => valueTypeOf(type)));
  const args = new Map<number, number>();
  const imports = new Map<MathFunction, number>();
  const scratches: { readonly [T in ValueType]: number[] } = {
    i32: [],
    i64: [],
    f32: [],
    f64: [],
    v128: [],
  };
  const globals = new Map<'scratch', number>();
  return {
    code,
    relaxed,
    local: (local) => {
      if (locals[local.id] !== local) throw internal(`a local of ${kernel.name} is not declared`);
      return firstLocal + local.id;
    },
    arg: (index) => remember(args, index, () => readArg(kernel, index, code)),
    range: (end) => kernelParams[end],
    scratchMemory: () =>
      remember(globals, 'scratch', () => module.importGlobal('env', 'scratch', 'i32')),
    math: (fn) => remember(imports, fn, () => importMath(module, fn)),
    scratch: (type, slot) => {
      const local = scratches[type][slot] ?? code.local(type);
      scratches[type][slot] = local;
      return local;
    },
  };
}

/** Reads an argument into a local, at the start: the loops that use it may not run first. */
function readArg({ name, args }: Kernel, index: number, code: FunctionWriter): number {
  const type = args[index];
  if (type === undefined) throw internal(`argument ${index} of ${name} is not declared`);
  const local = code.local(type);
  const { load } = memoryInstructions[type];
  code.atStart(() =>
    code
      .get(kernelParams.args)
      .memory(load, argBytes * index)
      .set(local),
  );
  return local;
}

function remember<K>(known: Map<K, number>, key: K, make: () => number): number {
  const index = known.get(key) ?? make();
  known.set(key, index);
  return index;
}

function importMath(module: ModuleWriter, fn: MathFunction): number {
  const params: readonly ValueType[] = fn === 'pow' ? ['f64', 'f64'] : ['f64'];
  return module.importFunction('math', fn, { params, results: ['f64'] });
}

function renderBody(scope: Scope, body: readonly Stmt[]): void {
  // By index: this runs cold, and engines walk lists by iterators only once they optimise.
  for (let i = 0; i < body.length; i++) renderStmt(scope, at(body, i));
}

function renderStmt(scope: Scope, stmt: Stmt): void {
  const { code } = scope;
  switch (stmt.kind) {
    case 'set':
      renderExpr(scope, stmt.value);
      code.set(scope.local(stmt.local));
      return;
    case 'store':
      renderStore(scope, stmt);
      return;
    case 'loop':
      renderLoop(scope, stmt);
      return;
    case 'if':
      renderCondition(scope, stmt.condition);
      if (stmt.otherwise.length === 0) code.if(() => renderBody(scope, stmt.body));
      else
        code.if(
          () => renderBody(scope, stmt.body),
          () => renderBody(scope, stmt.otherwise),
        );
      return;
    default:
      assertNever(stmt);
  }
}

/** Pushes what is not zero where a condition holds. */
function renderCondition(scope: Scope, condition: Expr): void {
  if (condition.kind !== 'any') {
    renderExpr(scope, condition);
    return;
  }
  // The signs of the lanes: one instruction, where a test of all bits takes five.
  renderExpr(scope, condition.x);
  scope.code.op(condition.x.type.lanes === 2 ? 'i64x2.bitmask' : 'i32x4.bitmask');
}

function renderStore(scope: Scope, stmt: Extract<Stmt, { readonly kind: 'store' }>): void {
  const type = valueTypeOf(stmt.value.type);
  if (type === 'i64' || stmt.value.type.scalar === 'mask')
    throw internal(`store of a ${type} mask`);
  const offset = renderAddress(scope, stmt.address, stmt.offset);
  renderExpr(scope, stmt.value);
  scope.code.memory(memoryInstructions[type].store, offset);
}

/** One test in front and one at the bottom: engines keep such a loop tight. */
function renderLoop(scope: Scope, stmt: Extract<Stmt, { readonly kind: 'loop' }>): void {
  const { code } = scope;
  const index = scope.local(stmt.index);
  const pushEnd = renderOnce(scope, stmt.to);
  renderExpr(scope, stmt.from);
  code.tee(index);
  pushEnd();
  code.op('i32.lt_s');
  code.if(() => {
    code.loop((again) => {
      if (stmt.isTight) renderBulk(code, index);
      renderBody(scope, stmt.body);
      code.get(index).i32(stmt.step).op('i32.add').tee(index);
      pushEnd();
      code.op('i32.lt_s').brIf(again);
    });
  });
}

/**
 * Operations that are never executed and that V8 drops, but not before it has counted what a loop
 * holds: it unrolls small loops, and no flag within a module tells it not to.
 */
function renderBulk(code: FunctionWriter, index: number): void {
  code.get(index).i32(0).op('i32.lt_s');
  code.if(() => {
    code.get(index).repeat('i32.eqz', bulk).op('drop');
  });
}

/** Evaluates an i32 here and returns what pushes its value later. */
function renderOnce(scope: Scope, expr: Expr): () => void {
  const { code } = scope;
  if (expr.kind === 'const' || expr.kind === 'arg' || expr.kind === 'range') {
    return () => renderExpr(scope, expr);
  }
  const local = code.local('i32');
  renderExpr(scope, expr);
  code.set(local);
  return () => code.get(local);
}
