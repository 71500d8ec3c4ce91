// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.format.v1.BrokenRecordException;
import org.pabal.mailbox.format.v1.MessageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SmallFormats;
import org.pabal.mailbox.format.v1.SmallFormats.Link;
import org.pabal.mailbox.summary.ThreadLinks;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;

/// Compares the links of threads with the messages that have them. Messages are looked at while the
/// account is in use; what then seems wrong is counted once more when it stands still.
final class LinkCheck {
    private final AccountSpace space;
    private final Map<Long, List<Long>> suspects = new TreeMap<>(Long::compareUnsigned);

    /// Pairs of a link and a message that has it.
    private long[] links = new long[1_024];

    private long[] emails = new long[1_024];
    private int count;
    private long lastEmail;

    /// Some message's record: then its links are not known before the next check.
    private boolean unreadable;

    LinkCheck(AccountSpace space) {
        this.space = space;
    }

    /// Takes a message's record.
    void take(Entry message) {
        EmailId email = new EmailId(RecordKeys.emailOfMessage(message.key()));
        lastEmail = Math.max(lastEmail, email.value());
        for (long link : linksOf(email, message.value())) {
            add(link, email.value());
        }
    }

    private long[] linksOf(EmailId email, byte[] record) {
        try {
            return ThreadLinks.of(MessageFormat.decode(email, record));
        } catch (BrokenRecordException toldElsewhere) {
            unreadable = true;
            return new long[0];
        }
    }

    private void add(long link, long email) {
        if (count == links.length) {
            links = Arrays.copyOf(links, count * 2);
            emails = Arrays.copyOf(emails, count * 2);
        }
        links[count] = link;
        emails[count++] = email;
    }

    /// The messages of links whose records do not say that so many have them, ascending.
    long[] suspects() {
        Map<Long, Integer> counted = new HashMap<>();
        for (int i = 0; i < count; i++) {
            counted.merge(links[i], 1, Integer::sum);
        }
        space.forEach(
                RecordKeys.threads(),
                entry -> {
                    long link = RecordKeys.linkOfThread(entry.key());
                    Integer have = counted.remove(link);
                    if (have == null || messages(entry.value()) != have) {
                        suspects.put(link, new ArrayList<>());
                    }
                });
        counted.keySet().forEach(link -> suspects.put(link, new ArrayList<>()));
        TreeSet<Long> concerned = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            List<Long> of = suspects.get(links[i]);
            if (of != null) {
                of.add(emails[i]);
                concerned.add(emails[i]);
            }
        }
        return concerned.stream().mapToLong(Long::longValue).toArray();
    }

    /// @return -1 for a record that cannot be read
    private static int messages(byte[] record) {
        try {
            return SmallFormats.decodeLink(record).messages();
        } catch (BrokenRecordException broken) {
            return -1;
        }
    }

    /// What mends the records; nothing of the account is in flight.
    ///
    /// @param threads of the messages that {@link #suspects} named and that lie somewhere
    List<Change> mending(Map<Long, Long> threads) {
        space.forEach(
                RecordKeys.after(RecordKeys.messages(), RecordKeys.message(lastEmail)),
                entry -> {
                    EmailId email = new EmailId(RecordKeys.emailOfMessage(entry.key()));
                    for (long link : linksOf(email, entry.value())) {
                        List<Long> of = suspects.get(link);
                        if (of != null) {
                            of.add(email.value());
                        }
                    }
                });
        List<Change> changes = new ArrayList<>();
        if (unreadable) {
            return changes;
        }
        suspects.forEach((link, of) -> mend(link, of, threads, changes));
        return changes;
    }

    private void mend(long link, List<Long> of, Map<Long, Long> threads, List<Change> changes) {
        List<Long> there =
                of.stream()
                        .filter(email -> space.read(RecordKeys.message(email)).isPresent())
                        .toList();
        byte[] key = RecordKeys.thread(link);
        byte[] record = space.read(key).orElse(new byte[0]);
        boolean isReadable = messages(record) >= 0;
        if (there.isEmpty()) {
            if (record.length > 0) {
                changes.add(new Change.Delete(key));
            }
        } else if (messages(record) != there.size()) {
            long thread =
                    isReadable
                            ? SmallFormats.decodeLink(record).thread()
                            : threads.getOrDefault(there.getFirst(), there.getFirst());
            changes.add(
                    new Change.Put(key, SmallFormats.encodeLink(new Link(thread, there.size()))));
        }
    }
}
