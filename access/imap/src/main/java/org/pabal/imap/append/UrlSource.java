// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.append;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.pabal.imap.fetch.SectionOctets;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.UnavailableException;
import org.pabal.wire.Connection.Sink;

/// Copies what URLs name out of the mailboxes that the user may read. RFC 4469 §3.
final class UrlSource {
    private final Authenticated user;

    UrlSource(Authenticated user) {
        this.user = user;
    }

    /// @param room is asked with the size before anything is copied
    /// @return false when the URL names nothing, or there was no room
    boolean copy(String url, Sink to, LongPredicate room) {
        Optional<MessageUrl> parsed = MessageUrl.parse(url);
        if (parsed.isEmpty()) {
            return false;
        }
        Optional<Found> message = find(parsed.get());
        if (message.isEmpty()) {
            return false;
        }
        try (MessageOctets octets = message.get().octets()) {
            Optional<SectionOctets> section =
                    SectionOctets.find(
                            parsed.get().section(),
                            parsed.get().partial(),
                            message.get().stored(),
                            octets);
            if (section.isEmpty() || !room.test(section.get().size())) {
                return false;
            }
            section.get().copyTo(to);
            return true;
        } catch (IOException e) {
            throw new UnavailableException("a message cannot be copied", e);
        }
    }

    /// A message and the account in which it lies.
    private record Found(AccountMailboxes mailboxes, StoredMessage stored) {
        MessageOctets octets() {
            return mailboxes.octets(stored);
        }
    }

    private Optional<Found> find(MessageUrl url) {
        Optional<NamedMailbox> mailbox = mailbox(url);
        Optional<MailboxSnapshot> snapshot =
                mailbox.flatMap(found -> found.mailboxes().snapshot(found.id()));
        if (mailbox.isEmpty()
                || snapshot.isEmpty()
                || url.uidValidity().isPresent()
                        && url.uidValidity().getAsLong() != snapshot.get().uidValidity()) {
            return Optional.empty();
        }
        int index = snapshot.get().indexOf(url.uid());
        if (index < 0) {
            return Optional.empty();
        }
        AccountMailboxes mailboxes = mailbox.get().mailboxes();
        return mailboxes.messages(List.of(snapshot.get().email(index))).stream()
                .findFirst()
                .map(message -> new Found(mailboxes, message));
    }

    private Optional<NamedMailbox> mailbox(MessageUrl url) {
        return url.mailbox().isEmpty()
                ? user.selected().map(SelectedMailbox::named)
                : user.findDecoded(url.mailbox().get());
    }

    /// The URL as it was given, less what cannot stand in a response code. RFC 4469 §4.1.
    static TaggedResponse badUrl(String url) {
        StringBuilder text = new StringBuilder("BADURL ");
        for (int i = 0; i < Math.min(url.length(), 1000); i++) {
            char c = url.charAt(i);
            text.append(c >= ' ' && c < 127 && c != ']' ? c : '?');
        }
        return TaggedResponse.no(
                text.toString(), "The URL names no message here, nothing is appended");
    }
}
