// What the compiler must accept, and what it must refuse. It is compiled by `tsc`, never run.

import {
  BusinessCalendar,
  Desk,
  type Config,
  type Event,
  type OpenStretch,
  type Ticket,
  TicketId,
  isFrontdeskError,
  readIcs,
  readOpeningHours,
} from "frontdesk";

export async function accepts(): Promise<void> {
  await using desk = await Desk.open("support.db");
  const ticket: Ticket = await desk.host.ticket(TicketId("tkt_…"), { signal: AbortSignal.timeout(5) });
  const due: Date | null = ticket.dueAt;
  for await (const event of desk.host.events(ticket.number)) tell(event);
  const limit: number | undefined = ticket.tags.length || undefined;
  for await (const row of desk.host.tickets({ limit, signal: undefined })) console.log(row.title.length);
  const hours = new BusinessCalendar({ zone: "Europe/Berlin", weekly: undefined });
  const late: Date | null = hours.add(ticket.createdAt, 3_600_000);
  for (const { start, end } of hours.periods(ticket.createdAt, late ?? new Date())) console.log(start < end);
  for (const config of desk.host.sync.configs("trigger")) await desk.host.saveConfig({ config });
  await desk.host.createTicket(
    { requester: ticket.requester, title: "A", comment: { visibility: "public", text: "B" } },
    { commandId: (await desk.host.savePerson({ role: "agent" })).command },
  );
  const day: import("frontdesk").LocalDay = "2026-12-24";
  console.log(due, day);
}

function tell(event: Event): string {
  switch (event.kind) {
    case "ticket_created":
      return event.body.title.text ?? "";
    case "unknown":
      return event.name;
    default:
      return event.kind;
  }
}

export function names(config: Config): string {
  return config.config === "trigger" ? config.conditions.toString() : config.config;
}

/** Why time counts or not: a reason is told apart by its kind. */
export function why({ open, reason }: OpenStretch): string {
  // @ts-expect-error only a holiday has a name
  console.log(reason.name);
  return `${open ? "counts" : "skipped"}: ${reason.kind === "holiday" ? reason.name : reason.kind}`;
}

export function due(hours: BusinessCalendar, asked: Date): Date | null {
  const many: (Date | null)[] = hours.addMany([asked], 5);
  const open: number[] = hours.betweenMany([[asked, asked]]);
  // @ts-expect-error pairs have two instants
  hours.betweenMany([[asked]]);
  const { holidays, coversUntil, leftOut } = readIcs("BEGIN:VCALENDAR");
  console.log(many, open, leftOut.map(({ line, why }) => [line, why]));
  return new BusinessCalendar({ ...readOpeningHours("UTC", "24/7", holidays), coversUntil }).nextBusinessDayAt(asked, 1, "16:00");
}

export function kinds(error: unknown): boolean {
  return isFrontdeskError(error, "conflict") && error.kind === "conflict";
}

export async function refuses(desk: Desk, ticket: Ticket): Promise<void> {
  // @ts-expect-error an id of another kind
  await desk.host.ticket(ticket.requester);
  // @ts-expect-error a text is no id
  await desk.host.ticket("tkt_…");
  // @ts-expect-error a slip of the pen
  await desk.host.createTicket({ requester: ticket.requester, titel: "A", comment: { visibility: "public", text: "B" } });
  // @ts-expect-error a name that there is not
  await desk.host.configs("triger");
  // @ts-expect-error what came out is not to be changed
  ticket.tags = [];
  // @ts-expect-error calls at once have no signal
  desk.host.sync.ticket(ticket.id, { signal: AbortSignal.timeout(5) });
  // @ts-expect-error instants are dates
  BusinessCalendar.always().isOpen(ticket.createdAt.getTime());
  // @ts-expect-error not a weekday
  new BusinessCalendar({ zone: "UTC", weekly: [{ weekday: "someday", intervals: [] }] });
  // @ts-expect-error not a day
  const day: import("frontdesk").LocalDay = "tomorrow";
  console.log(day);
}
