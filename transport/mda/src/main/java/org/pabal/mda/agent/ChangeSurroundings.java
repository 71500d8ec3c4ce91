// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.pabal.sieve.NotifyMethod;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.Surroundings;

/// The world around a script while something happens to a message in a mailbox: no mail arrives, so
/// there is no envelope. RFC 6785 §4. For one thread.
record ChangeSurroundings(MailSurroundings mail, MailboxChange change) implements Surroundings {

    @Override
    public List<String> envelope(String part) {
        return List.of();
    }

    /// RFC 6785 §4.4
    @Override
    public Optional<String> environment(String item) {
        return switch (item) {
            case "location" -> Optional.of("MS");
            case "phase" -> Optional.of("post");
            case "imap.user", "imap.email" -> Optional.of(change.reader().address().toString());
            case "imap.cause" -> Optional.of(change.cause().name());
            case "imap.mailbox", "vnd.dovecot.default-mailbox", "vnd.dovecot.default_mailbox" ->
                    Optional.of(change.mailbox().name().text());
            case "imap.changedflags" -> Optional.of(String.join(" ", change.changedFlags()));
            default -> mail.environment(item);
        };
    }

    @Override
    public List<String> flags() {
        return change.flags().names();
    }

    @Override
    public Instant now() {
        return mail.now();
    }

    @Override
    public ZoneId zone() {
        return mail.zone();
    }

    @Override
    public boolean isOwn(String address) {
        return mail.isOwn(address);
    }

    @Override
    public boolean mailboxExists(String name) {
        return mail.mailboxExists(name);
    }

    @Override
    public boolean mailboxIdExists(String id) {
        return mail.mailboxIdExists(id);
    }

    @Override
    public boolean specialUseExists(Optional<String> mailbox, String use) {
        return mail.specialUseExists(mailbox, use);
    }

    @Override
    public Optional<String> metadata(Optional<String> mailbox, String annotation) {
        return mail.metadata(mailbox, annotation);
    }

    @Override
    public boolean wasSeen(String id, Duration period, boolean last) {
        return mail.wasSeen(id, period, last);
    }

    @Override
    public int score(Score which) {
        return mail.score(which);
    }

    @Override
    public boolean listExists(URI list) {
        return mail.listExists(list);
    }

    @Override
    public boolean isListed(URI list, String value) {
        return mail.isListed(list, value);
    }

    @Override
    public Optional<String> notifyCapability(NotifyMethod method, String capability) {
        return mail.notifyCapability(method, capability);
    }

    @Override
    public Optional<byte[]> execute(String program, List<String> arguments, Input input) {
        return mail.execute(program, arguments, input);
    }

    @Override
    public Optional<SieveMessage> filter(
            SieveMessage message, String program, List<String> arguments) {
        return mail.filter(message, program, arguments);
    }
}
