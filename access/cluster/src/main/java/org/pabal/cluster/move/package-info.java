// SPDX-License-Identifier: Apache-2.0

/// Moves an account, live, from one host to another: `pabal account move`.
///
/// The source drives. It carries the account's records, bucket by bucket, while the account stays in
/// use: both hosts compute a digest of each bucket, the target tells what it has where they differ, the
/// source sends what is missing. What is changed meanwhile is followed, and these buckets are compared
/// again, until little is left. Then the account is frozen at the source, the rest is carried, and
/// every bucket has been found equal since its last change.
///
/// ```
///  source (DepartureRecord)                     target (ArrivalRecord)
///  COPYING     account in use   ── begin ──>    ARRIVING   doors shut
///              rounds           ── batches ─>
///              frozen           ── aliases ─>   the addresses that its owner has made
///                               ── ready ──>    READY      may no longer give up by itself
///  DECIDED     doors shut       ── live ───>    LIVE       in use
///  LIVE_THERE  directory is told
///  MOVED       sessions end, the old mail lies for a time
///  CLEARED
/// ```
///
/// **One owner.** The commit that writes DECIDED is the only one that counts: before it the account is
/// the source's, from it on the target's. A crash or a cut before it leaves the account in use at the
/// source, and the move goes on, or is cancelled; after it the source tells the target until it has
/// heard, and the target asks the source whenever it does not know. Between DECIDED and LIVE nobody
/// serves the account; nobody ever serves it twice.
///
/// A move that the source knows nothing of was cancelled, as far as the target is ARRIVING. A target
/// that is READY keeps what it has until the source has said so, or an operator has.
@NullMarked
package org.pabal.cluster.move;

import org.jspecify.annotations.NullMarked;
