// SPDX-License-Identifier: Apache-2.0
// Calls that failed and that nobody waited for.
import { JmapError } from './core/jmap/errors';

/** A line that is cut, a server that is busy and a session that is over are told once, by the connection;
 *  of anything else the person hears here. What is no answer of the server is a bug and stays one.
 *
 *  @param tell of a call that was refused, or whose answer makes no sense */
export function minding(page: EventTarget, tell: (failure: JmapError) => void): void {
  page.addEventListener('unhandledrejection', (event) => {
    const failure: unknown = (event as PromiseRejectionEvent).reason;
    if (!(failure instanceof JmapError)) return;
    event.preventDefault();
    if (!failure.passes && failure.trouble !== 'signed-out') tell(failure);
  });
}
