/// <reference lib="esnext.disposable" preserve="true" />

export { BusinessCalendar } from "./calendar.js";
export type { CallOptions, CommandOptions, SyncCommandOptions } from "./caller.js";
export { ManualClock } from "./clock.js";
export type { ErrorCode } from "./codes.js";
export { Desk, Frontdesk, Handle, type OpenOptions } from "./desk.js";
export { AbortError, FrontdeskError, isFrontdeskError } from "./errors.js";
export * from "./models.js";
export { SyncHandle, SyncStoreOperations } from "./operations-sync.js";
export * from "./operations.js";
export { Pages, SyncPages } from "./pages.js";
export { readIcs, readOpeningHours } from "./texts.js";
