import { AbortError, fromNative } from "./errors.js";
import { native, type Answered, type NativeClock, type NativeStore } from "./native.js";
import type { Decode, Wire } from "./reading.js";
import { json, type Place } from "./writing.js";

/** Who calls what. */
export interface Call<T> {
  readonly desk: number;
  /** The actor, as JSON. */
  readonly actor: string;
  readonly operation: string;
  /** Writes the arguments. */
  readonly write: (at: Place) => unknown;
  /** Reads the answer. */
  readonly read: Decode<T>;
  readonly command: string | undefined;
}

/** The native store, with everything around a call: JSON, errors, signals, closing. */
export class Engine {
  readonly #store: NativeStore;
  #underWay = new UnderWay();
  #closed: Promise<void> | undefined;

  private constructor(store: NativeStore) {
    this.#store = store;
  }

  /**
   * Opens a store, with the options that are written.
   *
   * @internal
   */
  static async open(write: (at: Place) => unknown, clock: NativeClock | undefined): Promise<Engine> {
    const parts: Uint8Array[] = [];
    const options = json(write, parts);
    try {
      return new Engine(await native().open(options, parts.map(buffer), clock));
    } catch (error) {
      throw fromNative(error);
    }
  }

  /** Calls an operation on the thread pool. */
  async call<T>(call: Call<T>, signal?: AbortSignal): Promise<T> {
    if (signal) return this.#callUnlessAborted(call, signal);
    const parts: Uint8Array[] = [];
    const text = written(call, parts);
    const underWay = this.#underWay.begun();
    try {
      return read(call, await this.#store.dispatch(text, buffers(parts)));
    } catch (error) {
      throw fromNative(error);
    } finally {
      underWay.ended();
    }
  }

  async #callUnlessAborted<T>(call: Call<T>, signal: AbortSignal): Promise<T> {
    if (signal.aborted) throw new AbortError(signal);
    const parts: Uint8Array[] = [];
    const text = written(call, parts);
    const cancel = new (native().Cancel)();
    const answer = this.#store.dispatch(text, buffers(parts), cancel);
    // A call that is not waited for any more may still be under way.
    const underWay = this.#underWay.begun();
    const ended = () => underWay.ended();
    answer.then(ended, ended);
    try {
      return read(call, await unlessAborted(answer, signal, () => cancel.ask()));
    } catch (error) {
      throw fromNative(error);
    }
  }

  /** Calls an operation on this thread. */
  callSync<T>(call: Call<T>): T {
    const parts: Uint8Array[] = [];
    const text = written(call, parts);
    try {
      return read(call, this.#store.dispatchSync(text, buffers(parts)));
    } catch (error) {
      throw fromNative(error);
    }
  }

  /** Takes no more calls, and lets those that are under way end. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    try {
      const before = this.#underWay;
      this.#underWay = new UnderWay();
      await this.#store.close();
      await before.over();
    } catch (error) {
      throw fromNative(error);
    }
  }

  /** Takes no more calls. Those that are under way end by themselves. */
  closeSync(): void {
    try {
      this.#store.closeSync();
    } catch (error) {
      throw fromNative(error);
    }
  }
}

/** Calls that were made and have not ended. */
class UnderWay {
  #calls = 0;
  #over: (() => void) | undefined;

  begun(): this {
    this.#calls += 1;
    return this;
  }

  ended(): void {
    this.#calls -= 1;
    if (this.#calls === 0) this.#over?.();
  }

  /** Waits until all of them have ended. */
  async over(): Promise<void> {
    if (this.#calls > 0) await new Promise<void>((over) => (this.#over = over));
  }
}

/** A call as the native part reads it, line by line; JSON has no other line in it, and what comes from the caller stands last. */
function written<T>({ desk, operation, actor, write, command }: Call<T>, parts: Uint8Array[]): string {
  const lines = `${desk}\n${operation}\n${actor}\n${json(write, parts)}`;
  return command === undefined || command === null ? lines : `${lines}\n${command}`;
}

const buffers = (parts: readonly Uint8Array[]): Buffer[] | undefined => (parts.length > 0 ? parts.map(buffer) : undefined);

const buffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function read<T>(call: Call<T>, answered: Answered): T {
  const { json, parts } = typeof answered === "string" ? { json: answered, parts: [] } : answered;
  return call.read(JSON.parse(json) as Wire, parts);
}

function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal, cancel: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      cancel();
      reject(new AbortError(signal));
    };
    signal.addEventListener("abort", aborted, { once: true });
    const ended = () => signal.removeEventListener("abort", aborted);
    answer.finally(ended).then(resolve, reject);
  });
}
