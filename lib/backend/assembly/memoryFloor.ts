// a, b and c read and written once each, in place: 24 bytes an element, nothing computed beyond one addition.
export function stream(a: usize, b: usize, c: usize, count: usize): void {
  const tiny = f32x4.splat(1e-9);
  for (let o: usize = 0, end = count << 2; o < end; o += 16) {
    const t = v128.load(c + o);
    v128.store(a + o, f32x4.add(v128.load(a + o), f32x4.mul(tiny, t)));
    v128.store(b + o, f32x4.add(v128.load(b + o), f32x4.mul(tiny, t)));
    v128.store(c + o, f32x4.add(t, tiny));
  }
}
