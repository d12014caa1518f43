import type { Acting } from "./caller.js";
import type { ManualClock } from "./clock.js";
import { encodeOpening } from "./encode.js";
import { Engine } from "./engine.js";
import type { DeskId, Opening, PersonId } from "./models.js";
import { SyncHandle, SyncStoreOperations } from "./operations-sync.js";
import { Operations, StoreOperations } from "./operations.js";
import { Place, plain } from "./writing.js";

/** How a store is opened. */
export interface OpenOptions extends Opening {
  /** The clock that the desks go by; without one that of the machine. */
  readonly clock?: ManualClock | undefined;
}

/** What an actor can do on a desk. */
export class Handle extends Operations {
  readonly #acting: Acting;

  /** @internal */
  constructor(acting: Acting) {
    super(acting);
    this.#acting = acting;
  }

  /** The same on this thread, which waits: for scripts, and for reads that are quicker than a change of threads. */
  get sync(): SyncHandle {
    return new SyncHandle(this.#acting);
  }
}

/** A store that is open, with the desks in it. */
export class Frontdesk extends StoreOperations implements Disposable, AsyncDisposable {
  readonly #engine: Engine;

  private constructor(engine: Engine) {
    super(acting(engine, 1, HOST));
    this.#engine = engine;
  }

  /** Opens a store: with a `path` an SQLite file, without one in memory. */
  static async open(options: OpenOptions = {}): Promise<Frontdesk> {
    const { clock, ...opening } = options;
    return new Frontdesk(await Engine.open((at) => encodeOpening(opening, at), clock?.native));
  }

  /** One of the desks. It comes into being with the first thing that is written to it. */
  desk(id: DeskId): Desk {
    if (Number.isInteger(id) && id >= 0 && id <= MOST_DESKS) return new Desk(this, this.#engine, id);
    throw new Place([]).in("desk").fault("this is not the id of a desk", "desks are numbered from 1");
  }

  /** What can be done with all desks, on this thread. */
  get sync(): SyncStoreOperations {
    return new SyncStore(acting(this.#engine, 1, HOST));
  }

  /** Closes the store: takes no more calls, and waits for those that are under way. */
  close(): Promise<void> {
    return this.#engine.close();
  }

  /** Closes the store without waiting for calls that are under way; they are still carried out. */
  [Symbol.dispose](): void {
    this.#engine.closeSync();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

class SyncStore extends SyncStoreOperations {}

/** One team's support desk. */
export class Desk implements Disposable, AsyncDisposable {
  /** The store that the desk lies in: lets time pass, and hands over what is to be delivered. */
  readonly frontdesk: Frontdesk;
  readonly #engine: Engine;
  readonly #id: DeskId;

  /** @internal */
  constructor(frontdesk: Frontdesk, engine: Engine, id: DeskId) {
    this.frontdesk = frontdesk;
    this.#engine = engine;
    this.#id = id;
  }

  /** Opens the first desk of an SQLite file. The key that signs reply addresses is kept beside it. */
  static async open(path: string, options: Omit<OpenOptions, "path"> = {}): Promise<Desk> {
    return (await Frontdesk.open({ ...options, path })).desk(1);
  }

  /** The first desk of a store in memory, which is gone when it is closed. */
  static async inMemory(options: Omit<OpenOptions, "path"> = {}): Promise<Desk> {
    return (await Frontdesk.open(options)).desk(1);
  }

  /** The application itself acts: it configures, takes in mail and drains the outbox. */
  get host(): Handle {
    return new Handle(acting(this.#engine, this.#id, HOST));
  }

  /** A person of the desk acts. */
  agent(person: PersonId): Handle {
    return this.#as({ type: "agent", person: plain(person, PERSON) });
  }

  /** A person who asks acts; you vouch that it is this person. */
  requester(person: PersonId): Handle {
    return this.#as({ type: "requester", person: plain(person, PERSON), verified: true });
  }

  /** Closes the store that the desk lies in, as {@link Frontdesk.close} does. */
  close(): Promise<void> {
    return this.frontdesk.close();
  }

  [Symbol.dispose](): void {
    this.frontdesk[Symbol.dispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #as(actor: object): Handle {
    return new Handle(acting(this.#engine, this.#id, JSON.stringify(actor)));
  }
}

const MOST_DESKS = 2 ** 32 - 1;
const HOST = '{"type":"host"}';
const PERSON = new Place([]).in("person");

const acting = (engine: Engine, desk: number, actor: string): Acting => ({ engine, desk, actor });
