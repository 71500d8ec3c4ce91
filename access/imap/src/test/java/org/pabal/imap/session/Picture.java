// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.MailboxSnapshot;

/// A mailbox as a strict client pictures it: from untagged responses alone, each of which must mean
/// something where it comes. RFC 9051 §7, RFC 7162.
final class Picture {
    /// What may be said while a command runs. RFC 9051 §7.5.1.
    enum Expunges {
        ALLOWED,
        FORBIDDEN
    }

    /// A message with what is known of it.
    static final class Known {
        final long uid;
        @Nullable Set<String> flags;
        long modSeq = -1;

        Known(long uid) {
            this.uid = uid;
        }

        Known copy() {
            Known copy = new Known(uid);
            copy.flags = flags;
            copy.modSeq = modSeq;
            return copy;
        }

        @Override
        public String toString() {
            return uid + " " + flags + " " + modSeq;
        }
    }

    private static final Pattern EXISTS = Pattern.compile("\\* (\\d+) EXISTS");
    private static final Pattern EXPUNGE = Pattern.compile("\\* (\\d+) EXPUNGE");
    private static final Pattern VANISHED =
            Pattern.compile("\\* VANISHED (\\(EARLIER\\) )?([\\d:,]+)");
    private static final Pattern FETCH = Pattern.compile("\\* (\\d+) FETCH \\((.*)");
    private static final Pattern UID = Pattern.compile("(?:^|[ (])UID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("(?:^|[ (])FLAGS \\(([^)]*)\\)");
    private static final Pattern MODSEQ = Pattern.compile("MODSEQ \\((\\d+)\\)");
    private static final Pattern KEYWORDS = Pattern.compile("\\* FLAGS \\(([^)]*)\\)");

    private final Mode mode;
    private final Supplier<MailboxSnapshot> truth;
    private final List<Known> messages = new ArrayList<>();
    private Set<String> keywords = Set.of();
    private boolean showsModSeq;

    /// @param truth says which messages those are that EXISTS announces without a UID
    Picture(Mode mode, Supplier<MailboxSnapshot> truth) {
        this.mode = mode;
        this.truth = truth;
        this.showsModSeq = mode.showsModSeq();
    }

    /// After the first command that is about modseqs. RFC 7162 §3.1.
    void expectModSeqs() {
        showsModSeq = true;
    }

    List<Known> messages() {
        return messages;
    }

    List<Long> uids() {
        return messages.stream().map(message -> message.uid).toList();
    }

    Optional<Known> withUid(long uid) {
        return messages.stream().filter(message -> message.uid == uid).findFirst();
    }

    long highestModSeq() {
        return messages.stream().mapToLong(message -> message.modSeq).max().orElse(-1);
    }

    /// For a later session.
    List<Known> copies() {
        return messages.stream().map(Known::copy).toList();
    }

    /// What a client kept from an earlier session.
    void remember(List<Known> kept) {
        kept.forEach(known -> messages.add(known.copy()));
    }

    void hear(String line, Expunges expunges) {
        Matcher m = EXISTS.matcher(line);
        if (m.matches()) {
            exists(Integer.parseInt(m.group(1)));
        }
        m = EXPUNGE.matcher(line);
        if (m.matches()) {
            assertThat(expunges).as(line).isEqualTo(Expunges.ALLOWED);
            assertThat(mode.isQuick()).as("%s where VANISHED is due", line).isFalse();
            messages.remove(Integer.parseInt(m.group(1)) - 1);
        }
        m = VANISHED.matcher(line);
        if (m.matches()) {
            vanished(line, m.group(1) != null, sequence(m.group(2)), expunges);
        }
        m = KEYWORDS.matcher(line);
        if (m.matches()) {
            keywords = words(m.group(1));
        }
        m = FETCH.matcher(line);
        if (m.matches()) {
            fetched(line, Integer.parseInt(m.group(1)), m.group(2));
        }
    }

    private void exists(int count) {
        assertThat(count).as("EXISTS").isGreaterThanOrEqualTo(messages.size());
        long last = messages.isEmpty() ? 0 : messages.getLast().uid;
        MailboxSnapshot now = truth.get();
        for (int i = 0; i < now.count() && messages.size() < count; i++) {
            if (now.uid(i) > last) {
                messages.add(new Known(now.uid(i)));
            }
        }
        assertThat(messages).as("messages that EXISTS can mean").hasSize(count);
    }

    private void vanished(String line, boolean earlier, Set<Long> uids, Expunges expunges) {
        assertThat(mode.isQuick()).as(line).isTrue();
        if (!earlier) {
            assertThat(expunges).as(line).isEqualTo(Expunges.ALLOWED);
            assertThat(uids()).as("known before %s", line).containsAll(uids); // §3.2.10
        }
        messages.removeIf(message -> uids.contains(message.uid));
    }

    private void fetched(String line, int number, String items) {
        assertThat(number).as(line).isBetween(1, messages.size());
        Known known = messages.get(number - 1);
        Matcher uid = UID.matcher(items);
        boolean hasUid = uid.find();
        assertThat(!hasUid || Long.parseLong(uid.group(1)) == known.uid)
                .as("%s is about UID %d", line, known.uid)
                .isTrue();
        Matcher flags = FLAGS.matcher(items);
        Matcher modSeq = MODSEQ.matcher(items);
        boolean hasModSeq = modSeq.find();
        if (flags.find()) {
            known.flags = words(flags.group(1));
            assertThat(known.flags.remove("\\Recent") && mode.isRev2()).as(line).isFalse();
            assertThat(keywords).as("told of before %s", line).containsAll(known.flags);
            assertThat(hasModSeq).as(line).isEqualTo(showsModSeq); // RFC 7162 §3.1
            assertThat(hasUid || !mode.isQuick()).as(line).isTrue(); // RFC 7162 §3.2.4
        }
        if (hasModSeq) {
            long value = Long.parseLong(modSeq.group(1));
            assertThat(value).as(line).isGreaterThanOrEqualTo(known.modSeq);
            known.modSeq = value;
        }
    }

    static Set<String> words(String text) {
        Set<String> words = new TreeSet<>(List.of(text.split(" ")));
        words.remove("");
        return words;
    }

    /// The members of a set of UIDs or numbers.
    static Set<Long> sequence(String text) {
        return new TreeSet<>(inOrder(text));
    }

    static List<Long> inOrder(String text) {
        List<Long> members = new ArrayList<>();
        for (String range : text.split(",")) {
            String[] ends = range.split(":");
            long last = Long.parseLong(ends[ends.length - 1]);
            for (long member = Long.parseLong(ends[0]); member <= last; member++) {
                members.add(member);
            }
        }
        return members;
    }

    /// True when nothing of what is known is wrong and nothing is missing.
    boolean agrees() {
        return difference(true).isEmpty();
    }

    /// That the picture is the mailbox; or, where EXPUNGE could not be said, that it is right about
    /// the messages that are still there.
    void mustAgree(Expunges expunges) {
        assertThat(difference(expunges == Expunges.ALLOWED)).isEmpty();
    }

    private List<String> difference(boolean whole) {
        MailboxSnapshot now = truth.get();
        List<String> wrong = new ArrayList<>();
        TreeMap<Long, Integer> there = new TreeMap<>();
        for (int i = 0; i < now.count(); i++) {
            there.put(now.uid(i), i);
        }
        if (whole && !uids().equals(List.copyOf(there.keySet()))) {
            wrong.add("the picture has " + uids() + ", the mailbox " + there.keySet());
        }
        for (Known known : messages) {
            Integer index = there.get(known.uid);
            if (index == null) {
                continue;
            }
            Set<String> flags = words(now.flags(index).toString());
            if (known.flags != null && !known.flags.equals(flags)) {
                wrong.add("UID " + known.uid + " has " + flags + ", not " + known.flags);
            }
            if (known.modSeq >= 0 && known.modSeq != now.modSeq(index)) {
                wrong.add(
                        "UID "
                                + known.uid
                                + " has modseq "
                                + now.modSeq(index)
                                + ", not "
                                + known.modSeq);
            }
        }
        return wrong;
    }
}
