// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.search.SearchView;
import org.pabal.imap.state.Progress;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.SortKey;
import org.pabal.mailbox.StoredMessage.Text;
import org.pabal.message.mime.MessageIds;

/// What threads are made by: for each message when it was sent, what about, and to what it answers.
final class ThreadKeys {
    /// So many of the last references count: those before them lead to the same thread, by the
    /// references of the messages between.
    private static final int MAX_REFERENCES = 200;

    private final long[] sent;
    private final Subject[] subjects;
    private final boolean[] replies;

    /// Empty for none.
    private final String[] ids;

    private final List<String>[] references;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists
    private ThreadKeys(int count) {
        sent = new long[count];
        subjects = new Subject[count];
        replies = new boolean[count];
        ids = new String[count];
        references = new List[count];
        Arrays.fill(subjects, Subject.NONE);
        Arrays.fill(ids, "");
        Arrays.fill(references, List.of());
    }

    /// A folded base subject.
    record Subject(byte[] folded) {
        static final Subject NONE = new Subject(new byte[0]);

        boolean isEmpty() {
            return folded.length == 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Subject subject && Arrays.equals(folded, subject.folded);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(folded);
        }
    }

    /// @param indexes messages; the keys are at the same places
    static ThreadKeys read(SearchView view, int[] indexes, Progress progress) throws IOException {
        ThreadKeys keys = new ThreadKeys(indexes.length);
        MessageCursor cursor = view.cursors().get();
        for (int at = 0; at < indexes.length; at++) {
            cursor.move(indexes[at]);
            keys.sent[at] = cursor.internalSeconds(); // where the record is gone
        }
        RecordScan.visit(view, indexes, progress, keys::take);
        return keys;
    }

    private void take(int at, StoredMessage message) {
        sent[at] = message.sentDate().getEpochSecond();
        byte[] folded = message.sortKey(SortKey.BASE_SUBJECT);
        subjects[at] = folded.length == 0 ? Subject.NONE : new Subject(folded);
        replies[at] = message.isReply();
        ids[at] = MessageIds.first(message.text(Text.MESSAGE_ID)).orElse("");
        references[at] = references(message);
    }

    /// In-Reply-To where References names nothing. RFC 5256 §3 REFERENCES step 1.
    private static List<String> references(StoredMessage message) {
        List<String> references = MessageIds.last(message.text(Text.REFERENCES), MAX_REFERENCES);
        return references.isEmpty()
                ? MessageIds.first(message.text(Text.IN_REPLY_TO)).map(List::of).orElse(List.of())
                : references;
    }

    int count() {
        return sent.length;
    }

    Subject subject(int at) {
        return subjects[at];
    }

    boolean isReply(int at) {
        return replies[at];
    }

    Optional<String> id(int at) {
        return ids[at].isEmpty() ? Optional.empty() : Optional.of(ids[at]);
    }

    List<String> references(int at) {
        return references[at];
    }

    /// The places by sent date, equal ones by number. RFC 5256 §2.2.
    int[] bySentDate() {
        int[] places = new int[sent.length];
        for (int at = 0; at < places.length; at++) {
            places[at] = at;
        }
        MergeSort.sort(places, (one, other) -> Long.compare(sent[one], sent[other]));
        return places;
    }

    /// For tests of what is done with them.
    static ThreadKeys of(
            long[] sent,
            List<String> subjects,
            boolean[] replies,
            List<String> ids,
            List<List<String>> references) {
        ThreadKeys keys = new ThreadKeys(sent.length);
        for (int at = 0; at < sent.length; at++) {
            keys.sent[at] = sent[at];
            keys.subjects[at] =
                    new Subject(subjects.get(at).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            keys.replies[at] = replies[at];
            keys.ids[at] = ids.get(at);
            keys.references[at] = references.get(at);
        }
        return keys;
    }
}
