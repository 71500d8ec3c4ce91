// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.pabal.imap.search.SearchKey.When;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.Text;
import org.pabal.mailbox.TextIndex.Where;
import org.pabal.mailbox.text.MessageText;
import org.pabal.mailbox.text.Occurrence;

/// The message that is being judged, with what has been read of it so far. One object goes through
/// the whole mailbox.
final class Candidate {
    private final MessageCursor cursor;
    private final IntPredicate recent;
    private final IndexedText text;
    private int index;
    private Optional<StoredMessage> stored = Optional.empty();
    private Optional<MessageText> octets = Optional.empty();

    Candidate(SearchView view) {
        this.cursor = view.cursors().get();
        this.recent = view.recent();
        this.text = new IndexedText(view.index(), view.mailboxes());
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

    boolean isRecent() {
        return recent.test(index);
    }

    /// What the snapshot knows.
    MessageCursor place() {
        return cursor;
    }

    Truth sent(When when, LocalDate limit) {
        return stored.isEmpty()
                ? Truth.UNKNOWN
                : Truth.of(when.test(stored.get().sentDay(), limit));
    }

    Truth header(String field, Needle needle) {
        if (stored.isEmpty()) {
            return Truth.UNKNOWN;
        }
        Optional<Text> known = known(field);
        if (known.isPresent() && !needle.isEmpty()) {
            return Truth.of(needle.isIn(stored.get().text(known.get())));
        }
        return octets.map(text -> Truth.of(text.hasHeader(field, needle::isIn)))
                .orElse(Truth.UNKNOWN);
    }

    /// Empty for a field that is not among the stored ones.
    private static Optional<Text> known(String field) {
        return switch (field) {
            case "subject" -> Optional.of(Text.SUBJECT);
            case "from" -> Optional.of(Text.FROM);
            case "to" -> Optional.of(Text.TO);
            case "cc" -> Optional.of(Text.CC);
            case "bcc" -> Optional.of(Text.BCC);
            case "message-id" -> Optional.of(Text.MESSAGE_ID);
            case "in-reply-to" -> Optional.of(Text.IN_REPLY_TO);
            case "references" -> Optional.of(Text.REFERENCES);
            default -> Optional.empty();
        };
    }

    Truth body(Needle needle) {
        if (needle.isEmpty()) {
            return Truth.YES;
        }
        if (octets.isEmpty()) {
            return indexed(Where.BODY, needle);
        }
        Occurrence occurrence = new Occurrence(needle.folded());
        octets.get().writeBody(occurrence);
        return Truth.of(occurrence.isFound());
    }

    Truth text(Needle needle) {
        if (needle.isEmpty()) {
            return Truth.YES;
        }
        if (octets.isEmpty()) {
            return indexed(Where.MESSAGE, needle);
        }
        Occurrence occurrence = new Occurrence(needle.folded());
        if (octets.get().writeHeader(occurrence)) {
            octets.get().writeBody(occurrence);
        }
        return Truth.of(occurrence.isFound());
    }

    private Truth indexed(Where where, Needle needle) {
        if (stored.isEmpty()) {
            text.next();
        }
        return text.test(where, needle, new EmailId(cursor.email()));
    }
}
