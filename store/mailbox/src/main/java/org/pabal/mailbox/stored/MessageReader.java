// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.format.v1.MessageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.RecordKeys.Range;
import org.pabal.storage.Entry;

/// Reads message records: one by one, or by scans where their ids stand close together.
final class MessageReader {
    /// From this many ids on a scan is worth it.
    private static final int LEAST_TO_SCAN = 8;

    /// A scan may read so many records for each that is wanted: it reads them 20 times as fast
    /// (STORAGE §2), but all their octets.
    private static final int MOST_PER_WANTED = 3;

    /// Records that one scan returns: some hundred KiB, and one change of threads.
    private static final int CHUNK = 256;

    private final AccountSpace space;

    MessageReader(AccountSpace space) {
        this.space = space;
    }

    List<StoredMessage> messages(List<EmailId> ids) {
        long[] emails = new long[ids.size()];
        for (int i = 0; i < emails.length; i++) {
            emails[i] = ids.get(i).value();
        }
        List<StoredMessage> found = new ArrayList<>(emails.length);
        forEach(
                emails,
                entry -> {
                    EmailId id = new EmailId(RecordKeys.emailOfMessage(entry.key()));
                    found.add(MessageFormat.decode(id, entry.value()));
                });
        return isAscending(emails) ? found : ordered(emails, found);
    }

    List<StoredMessage> messagesAfter(EmailId after, int most) {
        Range rest = RecordKeys.after(RecordKeys.messages(), RecordKeys.message(after.value()));
        return space.scan(rest, most).stream()
                .map(entry ->
                        MessageFormat.decode(
                                new EmailId(RecordKeys.emailOfMessage(entry.key())), entry.value()))
                .toList();
    }

    private static boolean isAscending(long[] emails) {
        for (int i = 1; i < emails.length; i++) {
            if (emails[i] <= emails[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static List<StoredMessage> ordered(long[] emails, List<StoredMessage> found) {
        long[] ids = found.stream().mapToLong(message -> message.id().value()).toArray();
        List<StoredMessage> ordered = new ArrayList<>(emails.length);
        for (long email : emails) {
            int at = Arrays.binarySearch(ids, email);
            if (at >= 0) {
                ordered.add(found.get(at));
            }
        }
        return ordered;
    }

    /// Gives the records that are there, in ascending order of their ids, each once.
    void forEach(long[] emails, Consumer<Entry> action) {
        long[] sorted =
                isAscending(emails) ? emails : Arrays.stream(emails).sorted().distinct().toArray();
        for (int from = 0; from < sorted.length; from += CHUNK) {
            read(Arrays.copyOfRange(sorted, from, Math.min(sorted.length, from + CHUNK)), action);
        }
    }

    private void read(long[] sorted, Consumer<Entry> action) {
        long first = sorted[0];
        long last = sorted[sorted.length - 1];
        if (sorted.length >= LEAST_TO_SCAN
                && last - first < (long) sorted.length * MOST_PER_WANTED) {
            scan(sorted, first, last, action);
            return;
        }
        for (long email : sorted) {
            byte[] key = RecordKeys.message(email);
            space.read(key).ifPresent(value -> action.accept(new Entry(key, value)));
        }
    }

    private void scan(long[] sorted, long first, long last, Consumer<Entry> action) {
        Range range = new Range(RecordKeys.message(first), RecordKeys.message(last + 1));
        int most = (int) (last - first + 1);
        int next = 0;
        for (Entry entry : space.scan(range, most)) {
            long email = RecordKeys.emailOfMessage(entry.key());
            while (next < sorted.length && sorted[next] < email) {
                next++;
            }
            if (next < sorted.length && sorted[next] == email) {
                action.accept(entry);
            }
        }
    }
}
