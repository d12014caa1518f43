import type { Engine } from "./engine.js";
import type { CommandId } from "./models.js";
import type { Decode } from "./reading.js";
import type { Place } from "./writing.js";

/** What every call may be told. */
export interface CallOptions {
  /**
   * Rejects the call with an `AbortError` when it is aborted. A call that has not begun is not made any more; one that has begun goes
   * on, and may still be carried out.
   */
  readonly signal?: AbortSignal | undefined;
}

/** What commands may be told. */
export interface CommandOptions extends CallOptions, SyncCommandOptions {}

/** What commands that are carried out at once may be told. */
export interface SyncCommandOptions {
  /** The id by which you know the command: it acts once, however often it is sent. */
  readonly commandId?: CommandId | undefined;
}

/** On whose behalf, and on which desk. */
export interface Acting {
  readonly engine: Engine;
  readonly desk: number;
  /** The actor, as JSON. */
  readonly actor: string;
}

/** What all generated methods call. */
export abstract class Caller {
  readonly #acting: Acting;

  /** @internal */
  constructor(acting: Acting) {
    this.#acting = acting;
  }

  /** @internal */
  protected call<T>(
    operation: string,
    write: (at: Place) => unknown,
    read: Decode<T>,
    options: CommandOptions = {},
  ): Promise<T> {
    const { engine, desk, actor } = this.#acting;
    return engine.call({ desk, actor, operation, write, read, command: options.commandId }, options.signal);
  }
}

/** The same, on the thread of the caller. */
export abstract class SyncCaller {
  readonly #acting: Acting;

  /** @internal */
  constructor(acting: Acting) {
    this.#acting = acting;
  }

  /** @internal */
  protected call<T>(
    operation: string,
    write: (at: Place) => unknown,
    read: Decode<T>,
    options: SyncCommandOptions = {},
  ): T {
    const { engine, desk, actor } = this.#acting;
    return engine.callSync({ desk, actor, operation, write, read, command: options.commandId });
  }
}
