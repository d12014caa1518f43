// An app whose users ask for help, see what they asked, and reply.
//
//     npm install && npm run build && npm start
//     curl localhost:3000/support/tickets -H 'authorization: Bearer rita' --json '{"title": "It burns", "text": "What now?"}'
//     curl localhost:3000/support/tickets -H 'authorization: Bearer rita'
//
// Here stands what your app has already: its users, and a server. `support.ts` is what you would take over.

import { createServer } from "node:http";

import { Desk } from "frontdesk";

import { support, type User } from "./support.js";

/** Who is signed in, by the token of their session. */
const sessions = new Map<string, User>([
  ["rita", { name: "Rita", email: "rita@example.com" }],
  ["bo", { name: "Bo", email: "bo@example.com" }],
]);

const { DESK = "support.db", PORT = "3000", MAIL_TOKEN } = process.env;

const desk = await Desk.open(DESK);
const help = support(desk, { userOf: (token) => sessions.get(token), mailToken: MAIL_TOKEN });

const server = createServer((request, response) => {
  if (request.url?.startsWith("/support/")) return void help(request, response);
  response.setHeader("content-type", "text/plain");
  response.end("This is the app.\n");
});

server.listen(Number(PORT), () => {
  const address = server.address();
  console.log(`listening on port ${typeof address === "object" ? address?.port : address}`);
});

/** What is under way is still answered; then the desk is closed, and nothing keeps the process. */
function stop(): void {
  server.close(() => void desk.close());
}

process.once("SIGINT", stop);
process.once("SIGTERM", stop);
