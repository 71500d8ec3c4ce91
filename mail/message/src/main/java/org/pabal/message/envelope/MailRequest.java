// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.envelope;

import java.util.Optional;

/// What MAIL asks of every server on the way.
///
/// @param returned RET=. RFC 3461 §4.3
/// @param envelopeId ENVID=, decoded from xtext. RFC 3461 §4.4
/// @param requireTls REQUIRETLS: every hop under verified TLS, or the mail is returned. RFC 8689
/// @param priority MT-PRIORITY=, -9 to 9, 0 when nothing was asked. RFC 6710
/// @param deliverBy BY=. RFC 2852
public record MailRequest(
        Optional<ReturnContent> returned,
        Optional<String> envelopeId,
        boolean requireTls,
        int priority,
        Optional<DeliverBy> deliverBy) {
    public static final MailRequest NONE =
            new MailRequest(Optional.empty(), Optional.empty(), false, 0, Optional.empty());
}
