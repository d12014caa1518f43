import type { ErrorCode } from "./codes.js";
import { decodeErrorInfo } from "./decode.js";
import type { Detail, ErrorInfo, ErrorKind } from "./models.js";
import type { Wire } from "./reading.js";

/** What every call fails with. `kind` says what to do about it; `code` never changes. */
export class FrontdeskError extends Error {
  override readonly name = "FrontdeskError";
  /** What the caller should do. */
  readonly kind: ErrorKind;
  /** The stable, dotted code, for example `ticket.not_found`. */
  readonly code: ErrorCode;
  /** The JSON Pointer of the bad value, in the words of the wire. */
  readonly path: string | null;
  /** What to do about it, where there is something to say. */
  readonly hint: string | null;
  /** Facts for programs. */
  readonly details: readonly Detail[];
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;

  constructor(info: ErrorInfo, options?: ErrorOptions) {
    super(info.message, options);
    this.kind = info.kind;
    this.code = info.code;
    this.path = info.path;
    this.hint = info.hint;
    this.details = info.details;
    this.retryable = info.retryable;
  }

  /** The error as data. */
  toJSON(): ErrorInfo {
    const { kind, code, message, path, hint, retryable, details } = this;
    return { kind, code, message, path, hint, retryable, details };
  }
}

/** Whether something that was thrown is an error of frontdesk, and of a kind. */
export function isFrontdeskError<Kind extends ErrorKind = ErrorKind>(
  error: unknown,
  kind?: Kind,
): error is FrontdeskError & { readonly kind: Kind } {
  return error instanceof FrontdeskError && (kind === undefined || error.kind === kind);
}

/** The native part throws errors whose message is the engine's error as JSON. */
export function fromNative(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof FrontdeskError || error instanceof AbortError) return error;
  try {
    return new FrontdeskError(decodeErrorInfo(JSON.parse(error.message) as Wire, []));
  } catch {
    const info = { kind: "internal", code: "internal.panic", path: null, retryable: false, details: [] } as const;
    const hint = "this is a fault of frontdesk: please report it";
    return new FrontdeskError({ ...info, message: error.message, hint }, { cause: error });
  }
}

/** What a call is rejected with when its signal is aborted; the same as Node's own functions give. */
export class AbortError extends Error {
  override readonly name = "AbortError";
  readonly code = "ABORT_ERR";

  constructor(signal: AbortSignal) {
    super("The operation was aborted", { cause: signal.reason });
  }
}
