// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.ReturnContent;

/// Something that is to be done with a message. RFC 5228 §4 and the extensions.
///
/// Where an action has a `message`, it is the version that the script had made of it by then.
public sealed interface Action {

    /// Into INBOX, or where the surroundings keep mail (an imapsieve run: where it is).
    ///
    /// @param flags RFC 5232; empty for those that mail arrives with
    /// @param implicit nothing else was said
    record Keep(SieveMessage message, Optional<List<String>> flags, boolean implicit)
            implements Action {}

    record FileInto(SieveMessage message, MailboxTarget mailbox, Optional<List<String>> flags)
            implements Action {}

    /// Where something is filed.
    ///
    /// @param name as the script wrote it
    /// @param create RFC 5490 §3.2
    /// @param specialUse such as `\Junk`, preferred to the name when such a mailbox exists.
    ///     RFC 8579 §4
    /// @param mailboxId preferred to the name when such a mailbox exists. RFC 9042
    record MailboxTarget(
            String name, boolean create, Optional<String> specialUse, Optional<String> mailboxId) {}

    /// @param notifyOf RFC 6009 §5: redirect-dsn; empty for what came with the mail
    /// @param returned RFC 6009
    /// @param deliverBy RFC 6009 §6: redirect-deliverby
    record Redirect(
            SieveMessage message,
            Address to,
            Optional<List<Notify>> notifyOf,
            Optional<ReturnContent> returned,
            Optional<DeliverBy> deliverBy)
            implements Action {}

    /// What is said explicitly; a run that ends with nothing else has cancelled the keep.
    record Discard() implements Action {}

    /// RFC 5429.
    ///
    /// @param extended by `ereject`: in the session wherever that is possible
    record Reject(String reason, boolean extended) implements Action {}

    /// RFC 5230. The guards that need the message (lists, automatic mail, addressed to the owner)
    /// were checked by the run; those that need memory are for who performs it.
    ///
    /// @param period for which a sender hears no more of it
    /// @param subject empty for the preset one
    /// @param from one of the owner's addresses, empty for the one that the mail came to
    /// @param handle which answers count as one
    /// @param mime the reason is a MIME entity with its header
    record Vacation(
            SieveMessage message,
            Duration period,
            Optional<String> subject,
            Optional<Author> from,
            String handle,
            String reason,
            boolean mime,
            Optional<FileCarbonCopy> copy)
            implements Action {}

    /// RFC 5435. Not of mail that says of itself that it is automatic (RFC 5436 §2.7).
    ///
    /// @param from one of the owner's addresses, empty for the one that the mail came to
    /// @param importance 1 to 3
    /// @param text empty for a preset one
    record Notification(
            SieveMessage message,
            NotifyMethod method,
            Optional<Author> from,
            int importance,
            List<String> options,
            Optional<String> text,
            Optional<FileCarbonCopy> copy)
            implements Action {}

    /// Whom a message that is sent comes from.
    ///
    /// @param name shown with the address
    record Author(Optional<String> name, Address address) {}

    /// A copy of what is sent is kept. RFC 8580.
    record FileCarbonCopy(MailboxTarget mailbox, Optional<List<String>> flags) {}

    /// vnd.dovecot.pipe: after the message is safe, a program gets it.
    ///
    /// @param trying a program that fails is passed over
    record Pipe(SieveMessage message, String program, List<String> arguments, boolean trying)
            implements Action {}

    /// vnd.dovecot.execute without a result: after the message is safe, a program runs.
    record Execute(String program, List<String> arguments, Surroundings.Input input)
            implements Action {}

    /// The message was seen under this id and is to be remembered once the other actions are done.
    /// RFC 7352 §3.
    record Remember(String id, Duration period) implements Action {}

    /// Set aside, and put back where it belongs at its time.
    ///
    /// @param until when it is put back
    record Snooze(
            SieveMessage message,
            Optional<MailboxTarget> back,
            List<String> addFlags,
            List<String> removeFlags,
            Instant until)
            implements Action {}
}
