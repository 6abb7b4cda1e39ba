/** Strongly connected components of a graph, callees first: what deployment order and cycles are made from. */

/**
 * Returns the strongly connected components, by Tarjan's algorithm without recursion, so that a chain of 100,000 calls
 * needs no stack. Linear. Every component follows those that it leads to; members keep the order of `nodes`.
 */
export function findComponents(
  nodes: readonly string[],
  successors: (node: string) => readonly string[],
): readonly (readonly string[])[] {
  const order = new Map(nodes.map((node, i) => [node, i]));
  const search = new ComponentSearch(order, successors);
  for (const node of nodes) search.from(node);
  return search.components.map((component) =>
    component.length < 2 ? component : [...component].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
  );
}

interface Visit {
  readonly node: string;
  readonly next: Iterator<string>;
}

class ComponentSearch {
  readonly components: string[][] = [];
  readonly #known: ReadonlyMap<string, number>;
  readonly #successors: (node: string) => readonly string[];
  readonly #number = new Map<string, number>();
  readonly #lowest = new Map<string, number>();
  readonly #open: string[] = [];
  readonly #isOpen = new Set<string>();

  constructor(known: ReadonlyMap<string, number>, successors: (node: string) => readonly string[]) {
    this.#known = known;
    this.#successors = successors;
  }

  from(root: string): void {
    if (this.#number.has(root)) return;
    const path: Visit[] = [this.#enter(root)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const step = visit.next.next();
      if (step.done === true) {
        path.pop();
        this.#leave(visit.node, path.at(-1)?.node);
      } else if (!this.#number.has(step.value)) {
        path.push(this.#enter(step.value));
      } else if (this.#isOpen.has(step.value)) {
        this.#lower(visit.node, this.#number.get(step.value) ?? 0);
      }
    }
  }

  #enter(node: string): Visit {
    const number = this.#number.size;
    this.#number.set(node, number);
    this.#lowest.set(node, number);
    this.#open.push(node);
    this.#isOpen.add(node);
    const next = this.#successors(node).filter((successor) => this.#known.has(successor));
    return { node, next: next[Symbol.iterator]() };
  }

  #lower(node: string, number: number): void {
    this.#lowest.set(node, Math.min(this.#lowest.get(node) ?? number, number));
  }

  #leave(node: string, parent: string | undefined): void {
    const lowest = this.#lowest.get(node) ?? 0;
    if (parent !== undefined) this.#lower(parent, lowest);
    if (lowest !== this.#number.get(node)) return;
    const component: string[] = [];
    for (let member = this.#open.pop(); member !== undefined; member = this.#open.pop()) {
      this.#isOpen.delete(member);
      component.push(member);
      if (member === node) break;
    }
    this.components.push(component);
  }
}

/** Returns a shortest path from a member of a component back to itself: `[a, b, a]`; null if there is none. */
export function findCycle(
  component: readonly string[],
  successors: (node: string) => readonly string[],
): readonly string[] | null {
  const start = component[0];
  if (start === undefined) return null;
  const members = new Set(component);
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let at = 0; at < queue.length; at++) {
    const node: string = queue[at] ?? start;
    for (const next of successors(node)) {
      if (next === start) return walkBack(cameFrom, start, node);
      if (!members.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      queue.push(next);
    }
  }
  return null;
}

function walkBack(cameFrom: ReadonlyMap<string, string>, start: string, last: string): readonly string[] {
  const path = [start];
  for (let node = last; node !== start; node = cameFrom.get(node) ?? start) path.push(node);
  path.push(start);
  return path.reverse();
}
