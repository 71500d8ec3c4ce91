// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.MailRequest;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.queue.Origin;

/// A mail whose content is in the store and that is about to be promised.
///
/// @param session the id of the session that brought it
/// @param prefixOctets how much at the beginning of the content is for final delivery only
/// @param eightBit the content has octets beyond ASCII
/// @param smtpUtf8 the header section needs RFC 6532
/// @param binary the content was declared BINARYMIME. RFC 3030
/// @param request what travels on with it
/// @param at when it came
/// @param release when it begins its way: `at`, or later when its author wished so. RFC 4865
/// @param facts what the ledger keeps of its client
/// @param held why it is to wait for an operator; empty when it is not
/// @param assessments of its copies by the spam filter
public record AcceptedMail(
        MailId id,
        String session,
        Origin origin,
        ReversePath from,
        StagedMessage message,
        int prefixOctets,
        boolean eightBit,
        boolean smtpUtf8,
        boolean binary,
        MailRequest request,
        Instant at,
        Instant release,
        Map<Fact, String> facts,
        Optional<String> held,
        Assessments assessments) {

    /// Of a mail that no client brought.
    public AcceptedMail(
            MailId id,
            String session,
            Origin origin,
            ReversePath from,
            StagedMessage message,
            int prefixOctets,
            boolean eightBit,
            boolean smtpUtf8,
            boolean binary,
            MailRequest request,
            Instant at,
            Instant release) {
        this(
                id,
                session,
                origin,
                from,
                message,
                prefixOctets,
                eightBit,
                smtpUtf8,
                binary,
                request,
                at,
                release,
                Map.of(),
                Optional.empty(),
                Assessments.NONE);
    }
}
