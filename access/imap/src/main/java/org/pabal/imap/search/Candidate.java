// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.pabal.imap.search.SearchKey.When;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.SearchText;

/// The message that is being judged, with what has been read of it so far. One object goes through
/// the whole mailbox.
final class Candidate {
    private static final ZoneOffset WEST = ZoneOffset.ofHours(-12);
    private static final ZoneOffset EAST = ZoneOffset.ofHours(14);

    private final MessageCursor cursor;
    private int index;
    private Optional<StoredMessage> stored = Optional.empty();
    private Optional<MessageText> octets = Optional.empty();

    Candidate(SearchView view) {
        this.cursor = view.cursors().get();
    }

    /// The next message, of which only the snapshot is known.
    void move(int to) {
        index = to;
        cursor.move(to);
        stored = Optional.empty();
        octets = Optional.empty();
    }

    void give(StoredMessage message) {
        stored = Optional.of(message);
    }

    void give(MessageText text) {
        octets = Optional.of(text);
    }

    int index() {
        return index;
    }

    /// What the snapshot knows.
    MessageCursor place() {
        return cursor;
    }

    /// The stored instant settles it unless the day depends on the time zone of the field.
    Truth sent(When when, LocalDate limit) {
        if (stored.isEmpty()) {
            return Truth.UNKNOWN;
        }
        Instant instant = stored.get().searchText().sentDate();
        boolean west = when.test(LocalDate.ofInstant(instant, WEST), limit);
        boolean east = when.test(LocalDate.ofInstant(instant, EAST), limit);
        boolean utc = when.test(LocalDate.ofInstant(instant, ZoneOffset.UTC), limit);
        if (west == east && utc == west) {
            return Truth.of(utc);
        }
        return octets.map(text -> Truth.of(when.test(text.sentDate(instant), limit)))
                .orElse(Truth.UNKNOWN);
    }

    Truth header(String field, Needle needle) {
        if (stored.isEmpty()) {
            return Truth.UNKNOWN;
        }
        Optional<String> known = known(field, stored.get().searchText());
        if (known.isPresent() && !needle.isEmpty()) {
            return Truth.of(needle.isIn(known.get()));
        }
        return octets.map(text -> Truth.of(text.hasHeader(field, needle))).orElse(Truth.UNKNOWN);
    }

    /// Empty for a field that is not among the stored ones.
    private static Optional<String> known(String field, SearchText text) {
        return switch (field) {
            case "subject" -> Optional.of(text.subject());
            case "from" -> Optional.of(text.from());
            case "to" -> Optional.of(text.to());
            case "cc" -> Optional.of(text.cc());
            case "bcc" -> Optional.of(text.bcc());
            case "message-id" -> Optional.of(text.messageId());
            case "in-reply-to" -> Optional.of(text.inReplyTo());
            case "references" -> Optional.of(text.references());
            default -> Optional.empty();
        };
    }

    Truth body(Needle needle) {
        if (needle.isEmpty()) {
            return Truth.YES;
        }
        return octets.map(text -> Truth.of(text.hasInBody(needle))).orElse(Truth.UNKNOWN);
    }

    Truth text(Needle needle) {
        if (needle.isEmpty()) {
            return Truth.YES;
        }
        if (stored.isPresent() && needle.isIn(stored.get().searchText().subject())) {
            return Truth.YES;
        }
        return octets.map(text -> Truth.of(text.hasInHeaders(needle) || text.hasInBody(needle)))
                .orElse(Truth.UNKNOWN);
    }
}
