// The same types for `require`.

import frontdesk = require("frontdesk");

export const open = (): Promise<frontdesk.Desk> => frontdesk.Desk.inMemory();
