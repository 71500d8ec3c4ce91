// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// The difference between two snapshots of one mailbox.
///
/// @param expunged indexes in the older snapshot, ascending
/// @param changed indexes in the newer one of messages that both have and whose modseq differs,
///     ascending
/// @param firstArrived index in the newer one of the first message that the older does not have;
///     the newer one's count when there is none
public record SnapshotDelta(int[] expunged, int[] changed, int firstArrived) {}
