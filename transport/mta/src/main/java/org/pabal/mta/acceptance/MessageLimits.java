// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

/// What a message may hold. THREATS §4, S17, S36.
///
/// @param maxReceived trace fields, beyond which a mail runs in a circle. RFC 5321 §6.3
/// @param maxDeliveredTo fields of one recipient
public record MessageLimits(
        int maxHeaderOctets, int maxHeaderFields, int maxReceived, int maxDeliveredTo) {
    public static MessageLimits defaults() {
        return new MessageLimits(1024 * 1024, 10_000, 100, 50);
    }
}
