// Help in an app: its users create tickets, see their own, and reply. The desk decides who may see what.

import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { CommandId, type Cursor, type Desk, type Handle, type NewComment, type PersonId } from "frontdesk";

import { Refusal, answered, body, form, type Answer } from "./http.js";

/** Somebody whom the app knows. */
export interface User {
  readonly name: string;
  readonly email: string;
}

export interface Options {
  /** Who is signed in with a token. */
  readonly userOf: (token: string) => User | undefined;
  /** What the mail server proves itself with. Without one no mail is taken in. */
  readonly mailToken: string | undefined;
}

interface Visit {
  readonly request: IncomingMessage;
  /** What the client proves itself with. */
  readonly token: string;
  readonly query: URLSearchParams;
  /** The number of the ticket that the path names. */
  readonly number: number;
  readonly signal: AbortSignal;
}

/** Answers requests below `/support/`. */
export function support(desk: Desk, { userOf, mailToken }: Options) {
  const routes: readonly [method: string, path: RegExp, run: (visit: Visit) => Promise<Answer>][] = [
    ["GET", /^\/support\/tickets$/, list],
    ["POST", /^\/support\/tickets$/, create],
    ["GET", /^\/support\/tickets\/([1-9]\d{0,8})$/, read],
    ["POST", /^\/support\/tickets\/([1-9]\d{0,8})\/comments$/, reply],
    ["POST", /^\/support\/mail$/, mail],
  ];

  return (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    answered(response, async (signal) => {
      const [path = "", query] = (request.url ?? "").split("?", 2);
      const known = routes.filter(([, pattern]) => pattern.test(path));
      if (known.length === 0) throw new Refusal(404, "request.unknown_path", "there is nothing here");
      const route = known.find(([method]) => method === request.method);
      if (route === undefined) throw new Refusal(405, "request.unknown_method", "this path takes another method");
      const [, pattern, run] = route;
      const number = Number(pattern.exec(path)?.[1]);
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
      return run({ request, token, query: new URLSearchParams(query), number, signal });
    });

  async function list({ token, query, signal }: Visit): Promise<Answer> {
    const { requester } = await signedIn(token, signal);
    const page = await requester.ticketsPage({ limit: 25, after: cursor(query.get("after")), signal });
    const next = page.next && `/support/tickets?after=${page.next.key}.${page.next.number}`;
    const tickets = page.tickets.map(({ number, title, category }) => ({ number, title, state: category }));
    return { status: 200, value: { tickets, next } };
  }

  async function create({ request, token, signal }: Visit): Promise<Answer> {
    const { user, person, requester } = await signedIn(token, signal);
    const { title, text } = await form(request, "title", "text");
    const { number } = await requester.createTicket(
      { requester: person, channel: "form", title, comment: publicly(text) },
      { commandId: commandOf(request, user), signal },
    );
    return { status: 201, value: { number }, headers: { location: `/support/tickets/${number}` } };
  }

  async function read({ token, number, signal }: Visit): Promise<Answer> {
    const { requester } = await signedIn(token, signal);
    const { title, category } = await requester.ticketByNumber(number, { signal });
    const comments = [];
    for await (const { author, at, text } of requester.comments(number, { signal })) {
      comments.push({ from: author.type === "requester" ? "you" : "us", at, text: text.text });
    }
    return { status: 200, value: { number, title: title.text, state: category, comments } };
  }

  async function reply({ request, token, number, signal }: Visit): Promise<Answer> {
    const { user, requester } = await signedIn(token, signal);
    const { text } = await form(request, "text");
    const { id } = await requester.ticketByNumber(number, { signal });
    await requester.updateTicket(
      { ticket: id, channel: "form", comment: publicly(text) },
      { commandId: commandOf(request, user), signal },
    );
    return { status: 201, value: { number } };
  }

  /** The mail server hands over raw mail, with what it found out about the sender. */
  async function mail({ request, token, signal }: Visit): Promise<Answer> {
    if (mailToken === undefined || !same(token, mailToken)) throw unknown();
    const raw = await body(request, 25 * 1024 * 1024);
    const verdict = request.headers["x-sender-verdict"] === "aligned" ? "aligned" : "none";
    const { outcome } = await desk.host.intake({ raw, verdict, receivedAt: new Date() }, { signal });
    return { status: 200, value: outcome };
  }

  /** The user of a token, as somebody who asks. */
  async function signedIn(token: string, signal: AbortSignal): Promise<{ user: User; person: PersonId; requester: Handle }> {
    const user = userOf(token);
    if (user === undefined) throw unknown();
    const known = await desk.host.personByAddress(user.email, { signal });
    const person = known?.id ?? (await introduced(user));
    return { user, person, requester: desk.requester(person) };
  }

  /** The desk gets to know users when they first come. Two of their requests may come at once: it is the same command. */
  async function introduced({ name, email }: User): Promise<PersonId> {
    const commandId = commandIdOf("user", email);
    return (await desk.host.savePerson({ role: "requester", name, addresses: [email] }, { commandId })).person;
  }
}

const publicly = (text: string): NewComment => ({ visibility: "public", text });

const unknown = (): Refusal => new Refusal(401, "request.unknown_user", "sign in first");

/** Where a page begins, as the page before told. What is no number the desk refuses. */
function cursor(after: string | null): Cursor | undefined {
  if (after === null) return undefined;
  const [key = Number.NaN, number = Number.NaN] = after.split(".").map(Number);
  return { key, number };
}

/** A form that is sent twice with one `Idempotency-Key` acts once. */
function commandOf({ headers, url = "" }: IncomingMessage, { email }: User): CommandId | undefined {
  const key = headers["idempotency-key"];
  return typeof key === "string" ? commandIdOf("form", email, url, key) : undefined;
}

const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

/** The id of the command that is known by these words: 26 letters of base 32, of which the first has three bits. */
function commandIdOf(...words: string[]): CommandId {
  const digest = createHash("sha256").update(JSON.stringify(words)).digest();
  const letters = Array.from(digest.subarray(0, 26), (byte, place) => LETTERS[byte & (place === 0 ? 7 : 31)]);
  return CommandId(`cmd_${letters.join("")}`);
}

/** Whether two secrets are the same, in a time that tells nothing about them. */
function same(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
