// What a desk needs around it to be reached over HTTP: bodies that end, errors as answers, clients that go away.

import type { IncomingMessage, ServerResponse } from "node:http";

import { FrontdeskError, type ErrorKind } from "frontdesk";

export interface Answer {
  readonly status: number;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is refused before the desk is asked. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** How the kinds of the desk's errors are told. What begins with 5 is a fault on this side. */
const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limit_exceeded: 413,
  unavailable: 503,
  usage: 500,
  corrupt: 500,
  internal: 500,
};

/** Answers what the work gives. A signal tells it that the client is gone; then nobody is answered. */
export async function answered(response: ServerResponse, work: (signal: AbortSignal) => Promise<Answer>): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  let answer: Answer;
  try {
    answer = await work(gone.signal);
  } catch (error) {
    if (gone.signal.aborted) return;
    answer = refused(error);
  }
  const { status, value, headers = {} } = answer;
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(value));
}

function refused(error: unknown): Answer {
  if (error instanceof Refusal) return told(error.status, error);
  const status = error instanceof FrontdeskError ? STATUS[error.kind] : 500;
  if (error instanceof FrontdeskError && status < 500) return told(status, error);
  // It is for the log, and for no client.
  console.error(error);
  return told(status, { code: "server.fault", message: "this cannot be answered now" });
}

const told = (status: number, { code, message }: { code: string; message: string }): Answer => ({
  status,
  value: { error: { code, message } },
});

/** The bytes of a request, up to a limit. What lies beyond is read and not kept, so that the client gets its answer. */
export function body(request: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
      else reject(new Refusal(413, "request.too_large", `at most ${most} bytes are taken`));
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
  });
}

const MOST_OF_A_FORM = 64 * 1024;

/** The texts of a form that was sent as JSON. */
export async function form<Name extends string>(request: IncomingMessage, ...names: Name[]): Promise<Record<Name, string>> {
  // A page of another site cannot have a browser send this without asking first.
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
    throw new Refusal(415, "request.not_json", "send `application/json`");
  }
  const sent = members((await body(request, MOST_OF_A_FORM)).toString());
  const texts: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const text = sent[name];
    if (typeof text !== "string") throw new Refusal(400, "request.malformed", `\`${name}\` has to be a text`);
    texts[name] = text;
  }
  return texts as Record<Name, string>;
}

function members(text: string): Partial<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new Refusal(400, "request.malformed", "this is no JSON");
  }
}
