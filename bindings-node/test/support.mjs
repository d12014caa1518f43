// What tests have in common.

import assert from "node:assert/strict";

import { Desk, isFrontdeskError, ManualClock } from "frontdesk";

export const MONDAY = new Date("2026-01-05T09:00:00Z");

/** A desk in memory, at nine on a Monday, with an agent and somebody who asks. */
export async function office(options = {}) {
  const clock = new ManualClock(MONDAY);
  const desk = await Desk.inMemory({ clock, ...options });
  const save = (person) => desk.host.savePerson(person);
  const ada = await save({ role: "agent", name: "Ada", addresses: ["ada@desk.example"] });
  const rita = await save({ role: "requester", name: "Rita", addresses: ["rita@example.com"] });
  return { desk, clock, ada: ada.person, rita: rita.person };
}

/** A ticket, as short as can be. */
export const asked = (requester, title = "Printer") => ({
  requester,
  title,
  comment: { visibility: "public", text: "It burns." },
});

/** A mail with an attachment of so many bytes. */
export function mail(bytes, id = "1") {
  const head =
    `From: Rita <rita@example.com>\r\nTo: help@desk.example\r\nSubject: Logs\r\nMessage-ID: <${id}@example.com>\r\n` +
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n' +
    "--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n" +
    '--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="log"\r\n' +
    "Content-Transfer-Encoding: base64\r\n\r\n";
  const line = `${"A".repeat(76)}\r\n`;
  return Buffer.from(`${head}${line.repeat(Math.ceil(bytes / line.length))}--b--\r\n`);
}

/** That something is refused, with its code and path. */
export const refused = (run, code, path) =>
  assert.throws(run, (error) => {
    assert.ok(isFrontdeskError(error, "invalid"), `${error}`);
    assert.deepEqual([error.code, error.path], [code, path], error.hint);
    assert.ok(error.hint === null || error.hint.length > 0);
    return true;
  });
