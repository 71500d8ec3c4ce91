// SPDX-License-Identifier: Apache-2.0

/// The durable queue: what could not be done while the client waited.
///
/// **Entries.** One {@link QueueEntry} for each mail and {@link Destination}, in the shared space
/// `QUEUE`, key `e` and the entry's id. It names the blob that holds the content and keeps a
/// reference to it. Recipients carry their state: *pending* (to be tried), *failed* (given up, the
/// report is owed), *delivered* and *reported* (at their end).
///
/// **In memory** there is one small slot per entry: id and due time, in the lane of its
/// destination. It is built from the store when the queue is made; no content is read for that.
///
/// **Work.** A slot that is due is leased to one worker, on a virtual thread of its own, within the
/// limits for all and for each destination. The last fifth of all places is kept for destinations
/// that have none, so that slow ones never stop the rest. A destination that could not be reached
/// rests for a while; what falls due meanwhile is deferred without another try.
///
/// **Promises.** The worker records an outcome in one commit together with everything that follows
/// from it (ledger, reports, filings), and only then tells the lease. A crash between a remote 250
/// and that commit repeats the attempt: at most one more copy (RFC 1047), never a lost mail. An
/// entry that breaks its worker three times is held for an operator.
@NullMarked
package org.pabal.mta.queue;

import org.jspecify.annotations.NullMarked;
