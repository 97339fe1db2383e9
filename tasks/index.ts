/** Every action a worker host can run: the source of the catalogue that users choose from. */
import type { Action } from "./define-action.ts";
import { httpRequest } from "./http_request/task.ts";
import { sendEmail } from "./send_email/task.ts";

export const actions: readonly Action[] = [httpRequest, sendEmail];
