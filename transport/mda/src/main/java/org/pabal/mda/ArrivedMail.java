// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import java.time.Instant;
import java.util.Optional;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.MailRequest;

/// A mail at the end of its way.
///
/// @param mailId unique; with the recipient it makes filing happen once
/// @param session the id of the session that brought it; may be empty
/// @param from as it was on the wire: where replies and reports go
/// @param sender the same as people and scripts are shown it: never an address of SRS
/// @param message with our own fields on top, as it will be filed
/// @param prefixOctets how much at its beginning is for final delivery only
/// @param request what its sender asked of every server
/// @param client who brought it
/// @param mailbox where whoever hands the mail over wants it kept, if nothing else decides
/// @param at becomes the internal date
public record ArrivedMail(
        String mailId,
        String session,
        ReversePath from,
        ReversePath sender,
        StagedMessage message,
        int prefixOctets,
        MailRequest request,
        Client client,
        Optional<MailboxName> mailbox,
        Instant at) {

    /// The same mail with another form of its message.
    public ArrivedMail with(StagedMessage other) {
        return new ArrivedMail(
                mailId, session, from, sender, other, prefixOctets, request, client, mailbox, at);
    }

    /// Who brought a mail, as far as it is known still: of a mail that has waited it is not.
    ///
    /// @param address an IP address
    /// @param name by the DNS; empty when it has none
    /// @param login the identity that it has proved
    public record Client(Optional<String> address, Optional<String> name, Optional<String> login) {
        public static final Client UNKNOWN =
                new Client(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
