// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.List;
import java.util.Optional;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.sasl.Credentials;
import org.pabal.wire.Connection;

/// The mail system behind an SMTP session: reception (port 25) or submission. One per connection,
/// called by its thread only. An unchecked exception from any method is a temporary failure:
/// {@link org.pabal.message.UnavailableException} becomes 451 and the session lives on, anything
/// else 421.
public interface MailService {

    /// May this client speak with us at all? Asked before the greeting.
    Verdict connect(ClientFacts client);

    /// For AUTH; asked when the command comes.
    Credentials credentials(ClientFacts client);

    /// AUTH succeeded: may this identity use this service?
    Verdict authenticated(ClientFacts client);

    /// Where the mailboxes of the account are that has logged in, when that is another host of ours:
    /// the session goes on there.
    default Optional<Home> home(ClientFacts client) {
        return Optional.empty();
    }

    /// @param host its name
    /// @param login the account's address
    record Home(String host, String login) {}

    Verdict mail(ClientFacts client, ReversePath from, MailParameters parameters);

    /// The recipients that were accepted before are those of the same transaction.
    Verdict rcpt(ClientFacts client, ForwardPath to, RecipientRequest request);

    /// Opens the content of a mail with its accepted recipients.
    Content content(ClientFacts client);

    /// The transaction ended without content: RSET, a new EHLO, QUIT, connection lost.
    void reset();

    /// ETRN: starts the queue for a node, if this client may ask for it. RFC 1985 §5.
    ///
    /// @return 250, 251, 252, 253, 458 or 459; 502 where it is not served
    default SmtpReply etrn(ClientFacts client, String node) {
        return Answers.NOT_IMPLEMENTED;
    }

    /// Whether {@link #etrn} is served and so announced.
    default boolean offersEtrn(ClientFacts client) {
        return false;
    }

    /// The session is over; {@link #reset} was called before when a transaction was open.
    default void close() {}

    /// The content of one mail as it arrives.
    interface Content extends Connection.Sink, AutoCloseable {

        /// Whole and well-formed: make it safe and say so. Not an accepting answer before it is on
        /// stable storage.
        ///
        /// @return one reply for SMTP; for LMTP one for each accepted recipient, in order
        List<SmtpReply> finish();

        /// The content broke a rule or was cut off: nothing is kept. Without effect after finish.
        @Override
        void close();
    }
}
