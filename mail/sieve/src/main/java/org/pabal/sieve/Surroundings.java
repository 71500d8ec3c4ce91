// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// What a script may ask of the world around it. For one run, on one thread.
///
/// What cannot be answered for the moment throws {@link org.pabal.message.UnavailableException}: the
/// run ends and the mail is tried again.
public interface Surroundings {

    /// RFC 5228 §5.4, RFC 6009 §4 (`envelope-dsn`: `notify`, `orcpt`, `ret`, `envid`;
    /// `envelope-deliverby`: `bytimeabsolute`, `bytimerelative`, `bymode`, `bytrace`).
    ///
    /// @param part in lower case
    /// @return an address without angle brackets (the null reverse-path is empty), or text; none
    ///     when the part has no value
    List<String> envelope(String part);

    Instant now();

    /// The owner's.
    ZoneId zone();

    /// RFC 5183 §4 and `vnd.dovecot.environment`, `imap.*` of RFC 6785 §4.3.
    ///
    /// @param item in lower case
    Optional<String> environment(String item);

    /// The flags that the message has already, which the internal variable of RFC 5232 begins with:
    /// none when it arrives. RFC 6785 §4.3
    default List<String> flags() {
        return List.of();
    }

    /// Addresses of the owner: what counts as addressed to the owner. RFC 5230 §4.5.
    boolean isOwn(String address);

    /// RFC 5490 §3.1, also that the owner may file there.
    boolean mailboxExists(String name);

    /// RFC 9042.
    boolean mailboxIdExists(String id);

    /// RFC 8579 §3.
    ///
    /// @param mailbox empty for any
    boolean specialUseExists(Optional<String> mailbox, String use);

    /// RFC 5490 §3.3 and §4.
    ///
    /// @param mailbox empty for the server's
    Optional<String> metadata(Optional<String> mailbox, String annotation);

    /// RFC 7352: true when a message with this id was remembered and its time is not over.
    ///
    /// @param last the time begins anew with each message
    boolean wasSeen(String id, Duration period, boolean last);

    /// RFC 5235: what was found about the mail as `spamtest` (0 to 10), `spamtestplus` (0 to 100)
    /// or `virustest` (0 to 5); 0 for not tested.
    int score(Score which);

    enum Score {
        SPAM,
        SPAM_PERCENT,
        VIRUS
    }

    /// RFC 6134: whether such a list exists.
    boolean listExists(URI list);

    /// RFC 6134: whether a value is in a list.
    boolean isListed(URI list, String value);

    /// RFC 6134 §2.4: the addresses in a list, for `redirect :list`.
    default List<String> listMembers(URI list) {
        return List.of();
    }

    /// RFC 5435 §5: whether notifications can be sent there now: `yes`, `no`, `maybe`; empty for a
    /// capability other than `online`.
    Optional<String> notifyCapability(NotifyMethod method, String capability);

    /// vnd.dovecot.execute: runs a program now.
    ///
    /// @param input what it reads
    /// @return what it wrote, cut at its limit; empty when it failed
    Optional<byte[]> execute(String program, List<String> arguments, Input input);

    /// vnd.dovecot.filter: the message as a program has written it anew; empty when it failed.
    Optional<SieveMessage> filter(SieveMessage message, String program, List<String> arguments);

    /// What a program reads.
    sealed interface Input {
        record None() implements Input {}

        record Text(String text) implements Input {}

        record Message(SieveMessage message) implements Input {}
    }
}
