// c[M, N] = a[M, K] · b[K, N] (or c + that) in float32 on the backend's heap. Row and column strides (in elements) say
// where a transpose is; c is dense. Every sum runs in one fixed order that depends on the shapes alone.
// Nothing here allocates: `scratch` points to SCRATCH_BYTES of room.

const ROWS = 4; // of a register tile
const COLS = 8;
const K_BLOCK = 256; // a panel of b, K_BLOCK × COLS floats = 8 kB, stays in L1
const M_BLOCK = 128; // a block of a, 128 kB, and
const N_BLOCK = 512; // a block of b, 512 kB, stay in L2
const FEW = 8; // rows of c, or terms of a sum, up to which packing costs more than it saves

/** Room for a block of a, a block of b and one register tile. */
export const SCRATCH_BYTES: i32 = (M_BLOCK * K_BLOCK + K_BLOCK * N_BLOCK + ROWS * COLS) * 4;

export function matMul(
  a: usize, aRow: i32, aCol: i32,
  b: usize, bRow: i32, bCol: i32,
  c: usize, M: i32, N: i32, K: i32, add: bool, scratch: usize,
): void {
  if (M <= FEW && bCol == 1) streamRows(a, aRow << 2, aCol << 2, b, bRow << 2, c, M, N, K, add);
  else if (K <= FEW && bCol == 1) outerProduct(a, aRow << 2, aCol << 2, b, bRow << 2, c, M, N, K, add);
  else if (M <= FEW && bRow == 1 && aCol == 1 && !add) dotRows(a, aRow << 2, b, bCol << 2, c, M, N, K);
  else blocked(a, aRow << 2, aCol << 2, b, bRow << 2, bCol << 2, c, M, N, K, add, scratch);
}

// ---- few rows, b as stored: b streams once through the cores, four of its rows at a time, c stays in L1

function streamRows(a: usize, aRow: usize, aCol: usize, b: usize, bRow: usize, c: usize, M: i32, N: i32, K: i32, add: bool): void {
  const cRow = <usize>N << 2;
  if (!add) memory.fill(c, 0, M * cRow);
  let k = 0;
  for (; k + 4 <= K; k += 4) {
    const rows = b + k * bRow;
    let i = 0;
    for (; i + 2 <= M; i += 2) addFourRowsToTwo(a + i * aRow + k * aCol, aRow, aCol, rows, bRow, c + i * cRow, cRow);
    if (i < M) addFourRowsToOne(a + i * aRow + k * aCol, aCol, rows, bRow, c + i * cRow, cRow);
  }
  for (; k < K; k++) {
    for (let i = 0; i < M; i++) addRow(f32.load(a + i * aRow + k * aCol), b + k * bRow, c + i * cRow, cRow);
  }
}

/** Short sums, as in the weight gradient of a small batch: c is written once, two rows at a time. */
function outerProduct(a: usize, aRow: usize, aCol: usize, b: usize, bRow: usize, c: usize, M: i32, N: i32, K: i32, add: bool): void {
  for (let i = 0; i < M; i += 2) streamRows(a + i * aRow, aRow, aCol, b, bRow, c + (<usize>i * N << 2), min(2, M - i), N, K, add);
}

function addFourRowsToTwo(a: usize, aRow: usize, aCol: usize, b: usize, bRow: usize, c: usize, bytes: usize): void {
  const a2 = a + aRow;
  const x0 = v128.load32_splat(a), x1 = v128.load32_splat(a + aCol), x2 = v128.load32_splat(a + 2 * aCol), x3 = v128.load32_splat(a + 3 * aCol);
  const y0 = v128.load32_splat(a2), y1 = v128.load32_splat(a2 + aCol), y2 = v128.load32_splat(a2 + 2 * aCol), y3 = v128.load32_splat(a2 + 3 * aCol);
  const b1 = b + bRow, b2 = b1 + bRow, b3 = b2 + bRow, c2 = c + bytes, whole = bytes & ~15;
  let o: usize = 0;
  for (; o < whole; o += 16) {
    const p = v128.load(b + o), q = v128.load(b1 + o), r = v128.load(b2 + o), s = v128.load(b3 + o);
    v128.store(c + o, f32x4.add(v128.load(c + o), f32x4.add(f32x4.add(f32x4.mul(p, x0), f32x4.mul(q, x1)), f32x4.add(f32x4.mul(r, x2), f32x4.mul(s, x3)))));
    v128.store(c2 + o, f32x4.add(v128.load(c2 + o), f32x4.add(f32x4.add(f32x4.mul(p, y0), f32x4.mul(q, y1)), f32x4.add(f32x4.mul(r, y2), f32x4.mul(s, y3)))));
  }
  for (; o < bytes; o += 4) {
    const p = f32.load(b + o), q = f32.load(b1 + o), r = f32.load(b2 + o), s = f32.load(b3 + o);
    f32.store(c + o, f32.load(c + o) + (p * lane(x0) + q * lane(x1) + (r * lane(x2) + s * lane(x3))));
    f32.store(c2 + o, f32.load(c2 + o) + (p * lane(y0) + q * lane(y1) + (r * lane(y2) + s * lane(y3))));
  }
}

function addFourRowsToOne(a: usize, aCol: usize, b: usize, bRow: usize, c: usize, bytes: usize): void {
  const x0 = v128.load32_splat(a), x1 = v128.load32_splat(a + aCol), x2 = v128.load32_splat(a + 2 * aCol), x3 = v128.load32_splat(a + 3 * aCol);
  const b1 = b + bRow, b2 = b1 + bRow, b3 = b2 + bRow, whole = bytes & ~15;
  let o: usize = 0;
  for (; o < whole; o += 16) {
    const p = v128.load(b + o), q = v128.load(b1 + o), r = v128.load(b2 + o), s = v128.load(b3 + o);
    v128.store(c + o, f32x4.add(v128.load(c + o), f32x4.add(f32x4.add(f32x4.mul(p, x0), f32x4.mul(q, x1)), f32x4.add(f32x4.mul(r, x2), f32x4.mul(s, x3)))));
  }
  for (; o < bytes; o += 4) {
    const p = f32.load(b + o), q = f32.load(b1 + o), r = f32.load(b2 + o), s = f32.load(b3 + o);
    f32.store(c + o, f32.load(c + o) + (p * lane(x0) + q * lane(x1) + (r * lane(x2) + s * lane(x3))));
  }
}

function addRow(x: f32, b: usize, c: usize, bytes: usize): void {
  const x4 = f32x4.splat(x), whole = bytes & ~15;
  let o: usize = 0;
  for (; o < whole; o += 16) v128.store(c + o, f32x4.add(v128.load(c + o), f32x4.mul(x4, v128.load(b + o))));
  for (; o < bytes; o += 4) f32.store(c + o, f32.load(c + o) + x * f32.load(b + o));
}

// ---- few rows, b transposed: each entry is a dot product of two contiguous rows

function dotRows(a: usize, aRow: usize, b: usize, bRow: usize, c: usize, M: i32, N: i32, K: i32): void {
  const cRow = <usize>N << 2, bytes = <usize>K << 2;
  let j = 0;
  for (; j + 4 <= N; j += 4) {
    let i = 0;
    for (; i + 2 <= M; i += 2) dotTwoByFour(a + i * aRow, aRow, b + j * bRow, bRow, c + i * cRow + (j << 2), cRow, bytes);
    for (; i < M; i++) {
      for (let n = 0; n < 4; n++) f32.store(c + i * cRow + ((j + n) << 2), dot(a + i * aRow, b + (j + n) * bRow, bytes));
    }
  }
  for (; j < N; j++) {
    for (let i = 0; i < M; i++) f32.store(c + i * cRow + (j << 2), dot(a + i * aRow, b + j * bRow, bytes));
  }
}

function dotTwoByFour(a: usize, aRow: usize, b: usize, bRow: usize, c: usize, cRow: usize, bytes: usize): void {
  const a1 = a + aRow, b1 = b + bRow, b2 = b1 + bRow, b3 = b2 + bRow, whole = bytes & ~15;
  let p0 = f32x4.splat(0), p1 = p0, p2 = p0, p3 = p0, q0 = p0, q1 = p0, q2 = p0, q3 = p0;
  let o: usize = 0;
  for (; o < whole; o += 16) {
    const x = v128.load(a + o), y = v128.load(a1 + o);
    let w = v128.load(b + o);
    p0 = f32x4.add(p0, f32x4.mul(x, w)); q0 = f32x4.add(q0, f32x4.mul(y, w));
    w = v128.load(b1 + o);
    p1 = f32x4.add(p1, f32x4.mul(x, w)); q1 = f32x4.add(q1, f32x4.mul(y, w));
    w = v128.load(b2 + o);
    p2 = f32x4.add(p2, f32x4.mul(x, w)); q2 = f32x4.add(q2, f32x4.mul(y, w));
    w = v128.load(b3 + o);
    p3 = f32x4.add(p3, f32x4.mul(x, w)); q3 = f32x4.add(q3, f32x4.mul(y, w));
  }
  const rest = bytes - whole, d = c + cRow;
  f32.store(c, sum(p0) + tail(a + o, b + o, rest)); f32.store(c, sum(p1) + tail(a + o, b1 + o, rest), 4);
  f32.store(c, sum(p2) + tail(a + o, b2 + o, rest), 8); f32.store(c, sum(p3) + tail(a + o, b3 + o, rest), 12);
  f32.store(d, sum(q0) + tail(a1 + o, b + o, rest)); f32.store(d, sum(q1) + tail(a1 + o, b1 + o, rest), 4);
  f32.store(d, sum(q2) + tail(a1 + o, b2 + o, rest), 8); f32.store(d, sum(q3) + tail(a1 + o, b3 + o, rest), 12);
}

function dot(a: usize, b: usize, bytes: usize): f32 {
  const whole = bytes & ~15;
  let p = f32x4.splat(0);
  for (let o: usize = 0; o < whole; o += 16) p = f32x4.add(p, f32x4.mul(v128.load(a + o), v128.load(b + o)));
  return sum(p) + tail(a + whole, b + whole, bytes - whole);
}

/** The last one to three products of a dot product. */
function tail(a: usize, b: usize, bytes: usize): f32 {
  let s: f32 = 0;
  for (let o: usize = 0; o < bytes; o += 4) s += f32.load(a + o) * f32.load(b + o);
  return s;
}

@inline function lane(v: v128): f32 { return f32x4.extract_lane(v, 0); }
@inline function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

// ---- many rows: blocks of a and b are copied into panels the register tile reads in order

function blocked(
  a: usize, aRow: usize, aCol: usize, b: usize, bRow: usize, bCol: usize,
  c: usize, M: i32, N: i32, K: i32, add: bool, scratch: usize,
): void {
  const packedB = scratch + M_BLOCK * K_BLOCK * 4;
  if (K == 0 && !add) memory.fill(c, 0, <usize>M * N << 2);
  for (let j = 0; j < N; j += N_BLOCK) {
    const columns = min(N_BLOCK, N - j);
    for (let k = 0; k < K; k += K_BLOCK) {
      const depth = min(K_BLOCK, K - k);
      pack(b + j * bCol + k * bRow, bCol, bRow, columns, depth, packedB, COLS);
      for (let i = 0; i < M; i += M_BLOCK) {
        const rows = min(M_BLOCK, M - i);
        pack(a + i * aRow + k * aCol, aRow, aCol, rows, depth, scratch, ROWS);
        multiplyBlock(scratch, packedB, c + (<usize>i * N + j << 2), N << 2, rows, columns, depth, add || k > 0);
      }
    }
  }
}

/**
 * Copies `count` lines (rows of a, columns of b) of `depth` numbers into panels of `width` lines, depth
 * outermost; lines past the end are zeros and never reach c.
 */
function pack(source: usize, line: usize, step: usize, count: i32, depth: i32, target: usize, width: i32): void {
  const stride = <usize>width << 2;
  for (let first = 0; first < count; first += width) {
    for (let four = 0; four < width; four += 4) {
      packFour(source + (first + four) * line, line, step, count - first - four, depth, target + (four << 2), stride);
    }
    target += stride * depth;
  }
}

function packFour(source: usize, line: usize, step: usize, lines: i32, depth: i32, target: usize, stride: usize): void {
  if (lines >= 4 && line == 4) {
    for (let k = 0; k < depth; k++, source += step, target += stride) v128.store(target, v128.load(source));
    return;
  }
  let k = 0;
  if (lines >= 4 && step == 4) {
    for (; k + 4 <= depth; k += 4, source += 16, target += stride << 2) transposeFour(source, line, target, stride);
  }
  for (; k < depth; k++, source += step, target += stride) {
    for (let i = 0; i < 4; i++) f32.store(target + (i << 2), i < lines ? f32.load(source + i * line) : 0);
  }
}

function transposeFour(source: usize, line: usize, target: usize, stride: usize): void {
  const p = v128.load(source), q = v128.load(source + line), r = v128.load(source + 2 * line), s = v128.load(source + 3 * line);
  const pq = v128.shuffle<f32>(p, q, 0, 4, 1, 5), PQ = v128.shuffle<f32>(p, q, 2, 6, 3, 7);
  const rs = v128.shuffle<f32>(r, s, 0, 4, 1, 5), RS = v128.shuffle<f32>(r, s, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f32>(pq, rs, 0, 1, 4, 5));
  v128.store(target + stride, v128.shuffle<f32>(pq, rs, 2, 3, 6, 7));
  v128.store(target + 2 * stride, v128.shuffle<f32>(PQ, RS, 0, 1, 4, 5));
  v128.store(target + 3 * stride, v128.shuffle<f32>(PQ, RS, 2, 3, 6, 7));
}

function multiplyBlock(packedA: usize, packedB: usize, c: usize, cRow: usize, rows: i32, columns: i32, depth: i32, add: bool): void {
  const edge = packedB + K_BLOCK * N_BLOCK * 4;
  for (let j = 0; j < columns; j += COLS) {
    const b = packedB + (<usize>j * depth << 2);
    for (let i = 0; i < rows; i += ROWS) {
      const a = packedA + (<usize>i * depth << 2), corner = c + i * cRow + (j << 2);
      const m = min(ROWS, rows - i), n = min(COLS, columns - j);
      if (m == ROWS && n == COLS) {
        tile(a, b, corner, cRow, depth, add);
      } else {
        if (add) copyCorner(corner, cRow, edge, COLS << 2, m, n);
        tile(a, b, edge, COLS << 2, depth, add);
        copyCorner(edge, COLS << 2, corner, cRow, m, n);
      }
    }
  }
}

function copyCorner(from: usize, fromRow: usize, to: usize, toRow: usize, m: i32, n: i32): void {
  for (let i = 0; i < m; i++) memory.copy(to + i * toRow, from + i * fromRow, n << 2);
}

/** A 4 × 8 tile of c, held in eight registers while the panels pass. */
function tile(a: usize, b: usize, c: usize, cRow: usize, depth: i32, add: bool): void {
  const c1 = c + cRow, c2 = c1 + cRow, c3 = c2 + cRow;
  let p0 = f32x4.splat(0), p1 = p0, q0 = p0, q1 = p0, r0 = p0, r1 = p0, s0 = p0, s1 = p0;
  if (add) {
    p0 = v128.load(c); p1 = v128.load(c, 16); q0 = v128.load(c1); q1 = v128.load(c1, 16);
    r0 = v128.load(c2); r1 = v128.load(c2, 16); s0 = v128.load(c3); s1 = v128.load(c3, 16);
  }
  for (let k = 0; k < depth; k++, a += ROWS << 2, b += COLS << 2) {
    const w0 = v128.load(b), w1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    p0 = f32x4.add(p0, f32x4.mul(x, w0)); p1 = f32x4.add(p1, f32x4.mul(x, w1));
    x = v128.load32_splat(a, 4);
    q0 = f32x4.add(q0, f32x4.mul(x, w0)); q1 = f32x4.add(q1, f32x4.mul(x, w1));
    x = v128.load32_splat(a, 8);
    r0 = f32x4.add(r0, f32x4.mul(x, w0)); r1 = f32x4.add(r1, f32x4.mul(x, w1));
    x = v128.load32_splat(a, 12);
    s0 = f32x4.add(s0, f32x4.mul(x, w0)); s1 = f32x4.add(s1, f32x4.mul(x, w1));
  }
  v128.store(c, p0); v128.store(c, p1, 16); v128.store(c1, q0); v128.store(c1, q1, 16);
  v128.store(c2, r0); v128.store(c2, r1, 16); v128.store(c3, s0); v128.store(c3, s1, 16);
}
