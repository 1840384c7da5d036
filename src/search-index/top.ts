/** The first so many in order, without ordering the others: a heap whose root is the last of them. */
export function firstSlots(slots: readonly number[], compare: (a: number, b: number) => number, count: number): number[] {
  if (slots.length <= count * 2) return [...slots].sort(compare).slice(0, count);
  const heap: number[] = [];
  const comesAfter = (a: number, b: number): boolean => compare(heap[a] ?? 0, heap[b] ?? 0) > 0;
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b] ?? 0, heap[a] ?? 0];
  };
  const sink = (): void => {
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let last = at;
      if (left < heap.length && comesAfter(left, last)) last = left;
      if (right < heap.length && comesAfter(right, last)) last = right;
      if (last === at) return;
      swap(at, last);
      at = last;
    }
  };
  for (const slot of slots) {
    if (heap.length < count) {
      heap.push(slot);
      for (let at = heap.length - 1; at > 0;) {
        const parent = (at - 1) >> 1;
        if (!comesAfter(at, parent)) break;
        swap(at, parent);
        at = parent;
      }
    } else if (compare(slot, heap[0] ?? 0) < 0) {
      heap[0] = slot;
      sink();
    }
  }
  return heap.sort(compare);
}
