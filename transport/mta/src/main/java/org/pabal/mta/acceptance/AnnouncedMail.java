// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.time.Instant;
import java.util.List;
import org.pabal.message.ReversePath;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.queue.Origin;
import org.pabal.smtp.ClientFacts;

/// What is known of a mail when its content begins.
///
/// @param session the id of the session that brings it
/// @param origin `SUBMITTED` also for what clients of our own networks relay
/// @param client who brings it; with the identity that it has proved, if it has
/// @param clientName of its address by DNS, or `unknown`
/// @param recipients those that were taken
/// @param smtpUtf8 the mail may have fields in UTF-8. RFC 6531
/// @param at when its content began
public record AnnouncedMail(
        MailId id,
        String session,
        Origin origin,
        ReversePath from,
        ClientFacts client,
        String clientName,
        List<AcceptedRecipient> recipients,
        boolean smtpUtf8,
        Instant at) {
    public AnnouncedMail {
        recipients = List.copyOf(recipients);
    }
}
