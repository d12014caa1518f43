/** What helps to read the wire: JSON with snake_case members, bytes beside it. */

/** An object of the wire. */
export type Wire = Readonly<Record<string, unknown>>;

/** The bytes that travel beside the JSON, which names them by their place. */
export type Parts = readonly Uint8Array[];

/** Reads a value. */
export type Decode<T> = (wire: Wire, parts: Parts) => T;

export const toDate = (wire: unknown): Date => new Date(wire as number);

export const toBytes = (wire: unknown, parts: Parts): Uint8Array => parts[wire as number] ?? new Uint8Array();

export const toList = <T>(wire: unknown, parts: Parts, decode: Decode<T>): T[] =>
  (wire as Wire[]).map((item) => decode(item, parts));

export const orNull = <T>(wire: unknown, parts: Parts, decode: Decode<T>): T | null =>
  wire === null || wire === undefined ? null : decode(wire as Wire, parts);

export const nothing = (): void => undefined;

/** The native part and this one are of different versions. */
export const unreadable = (type: string, tag: unknown): Error => new Error(`this ${type} cannot be read: ${String(tag)}`);
