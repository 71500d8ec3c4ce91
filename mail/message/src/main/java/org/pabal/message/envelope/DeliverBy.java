// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.envelope;

/// A limit on the time of delivery. RFC 2852 §4.
///
/// @param seconds from the moment at which this server took the mail over; may be negative after
///     time was spent on the way
/// @param mode what happens when it passes
/// @param trace whether each server that relays the mail tells the sender
public record DeliverBy(long seconds, Mode mode, boolean trace) {
    public enum Mode {
        /// Give up and return the mail.
        RETURN,
        /// Tell the sender and go on.
        NOTIFY
    }
}
