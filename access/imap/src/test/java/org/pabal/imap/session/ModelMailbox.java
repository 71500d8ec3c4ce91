// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxSnapshot;

/// What a mailbox must be after each command, by a model that is too simple to be wrong.
final class ModelMailbox {
    /// @param email what is in it; the same for all copies
    record Message(EmailId email, Set<String> flags) {}

    private final TreeMap<Long, Message> messages = new TreeMap<>();
    private TreeMap<Long, Message> before;
    private TreeMap<Long, Long> modSeqs = new TreeMap<>();
    private final long uidValidity;
    private long uidNext;
    private long highestModSeq;

    ModelMailbox(MailboxSnapshot first) {
        uidValidity = first.uidValidity();
        uidNext = first.uidNext();
        highestModSeq = first.highestModSeq();
        for (int i = 0; i < first.count(); i++) {
            Set<String> flags = Picture.words(first.flags(i).toString());
            messages.put(first.uid(i), new Message(first.email(i), flags));
            modSeqs.put(first.uid(i), first.modSeq(i));
        }
        before = new TreeMap<>(messages);
    }

    TreeMap<Long, Message> messages() {
        return messages;
    }

    long uidNext() {
        return uidNext;
    }

    long highestModSeq() {
        return highestModSeq;
    }

    long modSeq(long uid) {
        return modSeqs.getOrDefault(uid, 0L);
    }

    /// @return the UIDs that are given
    List<Long> add(Collection<Message> arrivals) {
        List<Long> uids = new ArrayList<>();
        for (Message message : arrivals) {
            uids.add(uidNext);
            messages.put(uidNext++, message);
        }
        return uids;
    }

    void remove(Collection<Long> uids) {
        messages.keySet().removeAll(uids);
    }

    void setFlags(long uid, Set<String> flags) {
        messages.computeIfPresent(
                uid, (_, message) -> new Message(message.email(), new TreeSet<>(flags)));
    }

    /// Compares, and checks that modseqs moved as changes did. RFC 7162 §3.1.2.
    void mustBe(MailboxSnapshot now) {
        assertThat(now.uidValidity()).as("UIDVALIDITY").isEqualTo(uidValidity);
        assertThat(now.uidNext()).as("UIDNEXT").isEqualTo(uidNext);
        TreeMap<Long, Message> there = new TreeMap<>();
        TreeMap<Long, Long> modSeqsNow = new TreeMap<>();
        for (int i = 0; i < now.count(); i++) {
            assertThat(i == 0 || now.uid(i) > now.uid(i - 1)).as("UIDs ascend").isTrue();
            Set<String> flags = Picture.words(now.flags(i).toString());
            there.put(now.uid(i), new Message(now.email(i), flags));
            modSeqsNow.put(now.uid(i), now.modSeq(i));
        }
        assertThat(there).isEqualTo(messages);
        modSeqsMustHaveMoved(now, there, modSeqsNow);
        modSeqs = modSeqsNow;
        highestModSeq = now.highestModSeq();
    }

    private void modSeqsMustHaveMoved(
            MailboxSnapshot now, TreeMap<Long, Message> there, TreeMap<Long, Long> modSeqsNow) {
        boolean same = there.equals(before);
        there.forEach((uid, message) -> {
            if (message.equals(before.get(uid))) {
                assertThat(modSeqsNow.get(uid))
                        .as("modseq of UID %d", uid)
                        .isEqualTo(modSeqs.get(uid));
            } else {
                assertThat(modSeqsNow.get(uid))
                        .as("modseq of UID %d, which is new or changed", uid)
                        .isGreaterThan(highestModSeq)
                        .isLessThanOrEqualTo(now.highestModSeq());
            }
        });
        assertThat(now.highestModSeq()).as("HIGHESTMODSEQ").isGreaterThanOrEqualTo(highestModSeq);
        if (!same) {
            assertThat(now.highestModSeq()).as("HIGHESTMODSEQ").isGreaterThan(highestModSeq);
        }
        before = there;
    }
}
