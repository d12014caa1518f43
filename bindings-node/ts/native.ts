/** Loads the native part, which is a package of its own for each platform. */

import { existsSync } from "node:fs";
import { join } from "node:path";

import { FrontdeskError } from "./errors.js";
import type * as api from "./native-api.js";

/** @internal */
export type Native = typeof api;
/** @internal */
export type NativeStore = api.Store;
/** @internal */
export type NativeClock = api.ManualClock;
/** @internal */
export type NativeCalendar = api.Calendar;
/** @internal */
export type Answered = ReturnType<api.Store["dispatchSync"]>;

/** The platforms that there are packages for. */
export const SUPPORTED = [
  "darwin-arm64",
  "darwin-x64",
  "linux-arm64-gnu",
  "linux-arm64-musl",
  "linux-x64-gnu",
  "linux-x64-musl",
  "win32-arm64-msvc",
  "win32-x64-msvc",
];

let loaded: Native | undefined;

/**
 * The native part, loaded when it is first needed.
 *
 * @internal
 */
export function native(): Native {
  loaded ??= load(join(__dirname, ".."), `${process.platform}-${process.arch}`);
  return loaded;
}

/**
 * On Linux the package manager picks the package by the C library; the other one is not there, or does not load.
 *
 * @internal
 */
export function load(folder: string, platform: string): Native {
  const faults: unknown[] = [];
  for (const target of SUPPORTED.filter((target) => `${target}-`.startsWith(`${platform}-`))) {
    const built = join(folder, `frontdesk.${target}.node`);
    try {
      return require(existsSync(built) ? built : `@frontdesk/core-${target}`) as Native;
    } catch (fault) {
      faults.push(fault);
    }
  }
  throw missing(platform, faults);
}

function missing(platform: string, faults: unknown[]): FrontdeskError {
  const supported = SUPPORTED.some((target) => target.startsWith(platform));
  const hint = supported
    ? "the package for your platform is an optional dependency, and npm sometimes leaves those out (npm/cli#4828): remove " +
      "`node_modules` and `package-lock.json` and run `npm install`, without `--omit=optional`. " +
      "In a clone of frontdesk run `npm run native`."
    : `there are packages for ${SUPPORTED.join(", ")}`;
  const told = faults.map((fault) => (fault instanceof Error ? (fault.message.split("\n")[0] ?? "") : String(fault)));
  return new FrontdeskError(
    {
      kind: "usage",
      code: "native.missing",
      message: `the native part of frontdesk for ${platform} cannot be loaded`,
      path: null,
      hint,
      retryable: false,
      details: told.map((value) => ({ name: "tried", value })),
    },
    { cause: faults[0] },
  );
}
