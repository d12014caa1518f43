/** Hours and holidays from texts in forms that others write. */

import { guarded, text as checked } from "./checked.js";
import { decodeCalendarSpec, decodeHolidayImport } from "./decode.js";
import { encodeHoliday } from "./encode.js";
import type { CalendarSpec, HolidayImport, HolidayInput } from "./models.js";
import { native } from "./native.js";
import type { Wire } from "./reading.js";
import { fromList, json } from "./writing.js";

/**
 * The hours that an `opening_hours` text of OpenStreetMap tells. As there, a rule replaces those before it on the days that it names.
 *
 * It may have weekdays, several hours of a day, hours past midnight, `24/7`, `off` and `closed`; dates with a year, and dates without one
 * that are off. Holidays are closed, so `PH off` adds nothing. Whatever else a text says is refused with a code `opening_hours.…`, and the
 * detail `position` tells how many characters stand before it.
 */
export function readOpeningHours(zone: string, text: string, holidays: readonly HolidayInput[] = []): CalendarSpec {
  const asked = json((at) => ({
    zone: checked(zone, "zone"),
    text: checked(text, "text"),
    holidays: fromList(holidays, at.in("holidays"), encodeHoliday),
  }));
  return decodeCalendarSpec(JSON.parse(guarded(() => native().readOpeningHours(asked))) as Wire, []);
}

/**
 * Reads the holidays of an `.ics` file: one or more iCalendars that stand one after the other in a text. What they have and a calendar
 * cannot say is told with its line and why.
 *
 * A time with a zone, or with none, is on the date that is written. A time in UTC is on the date it has in the zone that the calendar
 * names in `X-WR-TIMEZONE`; without that the event is left out.
 */
export function readIcs(text: string): HolidayImport {
  const ics = checked(text, "text");
  return decodeHolidayImport(JSON.parse(guarded(() => native().readIcs(ics))) as Wire, []);
}
