/** A page knows behind what the next one begins; the last one has none. */
interface Page<Next> {
  readonly next: Next | null;
}

/** Everything in a list, read page by page: `for await (const ticket of agent.tickets())`. Each loop begins anew. */
export class Pages<T> implements AsyncIterable<T> {
  readonly #read: () => AsyncGenerator<T, void, undefined>;

  /** @internal */
  constructor(read: () => AsyncGenerator<T, void, undefined>) {
    this.#read = read;
  }

  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    return this.#read();
  }

  /** All of it at once. */
  async toArray(): Promise<T[]> {
    const all: T[] = [];
    for await (const item of this) all.push(item);
    return all;
  }
}

/** The same, on the thread of the caller: `for (const ticket of agent.sync.tickets())`. */
export class SyncPages<T> implements Iterable<T> {
  readonly #read: () => Generator<T, void, undefined>;

  /** @internal */
  constructor(read: () => Generator<T, void, undefined>) {
    this.#read = read;
  }

  [Symbol.iterator](): Generator<T, void, undefined> {
    return this.#read();
  }

  /** All of it at once. */
  toArray(): T[] {
    return [...this];
  }
}

export const pages = <T, P extends Page<Next>, Next>(
  fetch: (after: Next | undefined) => Promise<P>,
  first: Next | undefined,
  items: (page: P) => readonly T[],
): Pages<T> =>
  new Pages(async function* () {
    for (let after = first; ; ) {
      const page = await fetch(after);
      yield* items(page);
      if (page.next === null) return;
      after = page.next;
    }
  });

export const syncPages = <T, P extends Page<Next>, Next>(
  fetch: (after: Next | undefined) => P,
  first: Next | undefined,
  items: (page: P) => readonly T[],
): SyncPages<T> =>
  new SyncPages(function* () {
    for (let after = first; ; ) {
      const page = fetch(after);
      yield* items(page);
      if (page.next === null) return;
      after = page.next;
    }
  });
