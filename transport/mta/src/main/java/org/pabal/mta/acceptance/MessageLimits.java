// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.smtp.SmtpReply;

/// How often a mail may have been on its way before it counts as running in a circle. THREATS S17.
/// The size of its header section is limited where it is read, {@link
/// org.pabal.message.mime.MimeLimits}.
///
/// @param maxReceived trace fields of other servers. RFC 5321 §6.3
/// @param maxDeliveredTo fields of one recipient
public record MessageLimits(int maxReceived, int maxDeliveredTo) {
    private static final int OUR_OWN_RECEIVED = 1;

    public static MessageLimits defaults() {
        return new MessageLimits(100, 50);
    }

    /// Why a mail with this header section, ours on top, goes no further.
    Optional<SmtpReply> loop(HeaderSection header) {
        int received = -OUR_OWN_RECEIVED;
        Map<String, Integer> deliveredTo = new HashMap<>();
        for (HeaderField field : header.fields()) {
            if (field.name().equalsIgnoreCase("Received")) {
                received++;
            } else if (field.name().equalsIgnoreCase("Delivered-To")) {
                String recipient = field.value().strip().toLowerCase(Locale.ROOT);
                deliveredTo.merge(recipient, 1, Integer::sum);
            }
        }
        if (received > maxReceived) {
            return Optional.of(SmtpReply.of(554, "5.4.6", "Too many hops, this mail is looping"));
        }
        return deliveredTo.values().stream().anyMatch(n -> n > maxDeliveredTo)
                ? Optional.of(
                        SmtpReply.of(554, "5.4.6", "Delivered too often, this mail is looping"))
                : Optional.empty();
    }
}
