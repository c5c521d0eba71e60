import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, jsonOf } from './body.ts';
import type { StaffDesk } from './staff-desk.ts';
import { staffOrderOf } from './staff-order.ts';

const lineFeed = 0x0a;

/** Answers what is asked below `/staff/`: undefined when it makes no sense. Passwords are bodies of plain bytes, never JSON, and zeroed. */
type Route = (desk: StaffDesk, token: string, body: Buffer) => Promise<object> | undefined;

const routes: Readonly<Record<string, Route>> = {
  'POST /staff/open': (desk, _, typed) => (typed.length > 0 ? desk.open(typed) : undefined),
  'POST /staff/first-password': (desk, _, typed) => (typed.length > 0 ? desk.setFirst(typed) : undefined),
  'POST /staff/password': changePassword,
  'GET /staff/report': (desk, token) => desk.report(token),
  'POST /staff/order': (desk, token, body) => {
    const order = staffOrderOf(jsonOf(body));
    return order && desk.order(token, order);
  },
};

/** Serves the staff menu; false when the request is not for it. */
export async function serveStaff(
  desk: StaffDesk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const asked = `${request.method} ${request.url}`;
  const route = Object.hasOwn(routes, asked) ? routes[asked] : undefined;
  if (!route) return false;
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
  const answer = await route(desk, token, await bodyOf(request));
  if (!answer) response.writeHead(400).end();
  else
    response
      .writeHead('code' in answer ? 403 : 200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify(answer));
  return true;
}

/** The old password, a line feed, the new one. */
function changePassword(desk: StaffDesk, token: string, body: Buffer): Promise<object> | undefined {
  const end = body.indexOf(lineFeed);
  return end > 0 ? desk.changePassword(token, body.subarray(0, end), body.subarray(end + 1)) : undefined;
}
