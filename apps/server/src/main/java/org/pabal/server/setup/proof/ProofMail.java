// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The ways of the proof's mails. What reads the store throws `UnavailableException` when that cannot be.
public interface ProofMail {
    /// A door of this server at which anybody's mail comes in.
    ///
    /// @param isStrangers whether it takes this host, by this address, for a stranger and judges the mail
    record Door(InetSocketAddress address, boolean isStrangers) {}

    /// Those to be tried, in order; empty when it takes no mail.
    List<Door> doors();

    enum Taken {
        YES,

        /// Not now, or nobody answers.
        LATER,
        NO
    }

    /// @param said the reply, or why there is none
    /// @param protection of the connection, for people; empty when it has none
    record Sent(Taken taken, String said, Optional<String> protection) {}

    /// Has it looked whether the keys of a domain can sign. Empty when one does, or none will before its
    /// record is published.
    ///
    /// @return when the first of those begins whose record is published
    Optional<Instant> signsFrom(Domain domain);

    /// Signs as all mail of that address, and sends by SMTP to one of our doors.
    Sent toSelf(Door door, Address own, byte[] message);

    /// Into the queue, as EmailSubmission would.
    ///
    /// @param session for the log and the ledger
    /// @param client who asks
    Sent outside(
            Account author, String session, InetSocketAddress client, Address to, byte[] message);

    /// How far a mail has come.
    sealed interface Fate {
        /// @param said what there is to say by now; may be empty
        record Waits(String said) implements Fate {}

        /// @param said what the next server said of it
        record Deferred(String said) implements Fate {}

        record Failed(String said) implements Fate {}

        record Relayed(String said) implements Fate {}

        /// In a mailbox of an account, where IMAP shows it.
        record Stored(String account, String mailbox, long uid) implements Fate {}

        /// Kept aside from all mailboxes.
        record Quarantined(String said) implements Fate {}
    }

    /// @param messageId with its angle brackets
    Fate fate(String messageId);

    /// The octets that a mail program would fetch; empty when the message is gone.
    Optional<byte[]> read(Account account, Fate.Stored place);

    /// Whether mail has come from one address to another.
    boolean hasCome(Address from, Address to, Instant since);
}
