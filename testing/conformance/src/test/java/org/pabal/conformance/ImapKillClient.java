// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pabal.conformance.ImapMailbox.Message;

/// Changes an account until the server dies, and knows what must be there then: what the last OK
/// left, or what the command made that got no answer, and nothing between the two.
///
/// It shares mailboxes with other clients and touches only messages of its own there.
final class ImapKillClient {
    private static final Pattern APPENDUID = Pattern.compile("\\[APPENDUID (\\d+) (\\S+)]");
    private static final Pattern COPYUID = Pattern.compile("\\[COPYUID (\\d+) (\\S+) (\\S+)]");
    private static final List<String> SHARED = List.of("INBOX", "Archive", "Sent");
    private static final String[] FLAGS = {"\\Seen", "\\Flagged", "\\Deleted", "$Work", "$Home"};

    /// What was seen to have which UID, by UIDVALIDITY: to be checked for reuse.
    interface Sightings {
        void saw(long uidValidity, long uid, String mark);
    }

    private final String account;
    private final String name;
    private final Random random;
    private final Sightings sightings;
    private final AtomicInteger oks = new AtomicInteger();

    /// Its own messages by mailbox and UID. UIDs that are not known yet are negative.
    private TreeMap<String, TreeMap<Long, Message>> known = new TreeMap<>();

    private Optional<TreeMap<String, TreeMap<Long, Message>>> unanswered = Optional.empty();
    private String lastCommand = "";
    private String selected = "";
    private int marks;

    ImapKillClient(String account, String name, Random random, Sightings sightings) {
        this.account = account;
        this.name = name;
        this.random = random;
        this.sightings = sightings;
        SHARED.forEach(mailbox -> known.put(mailbox, new TreeMap<>()));
    }

    String account() {
        return account;
    }

    int oks() {
        return oks.get();
    }

    boolean owns(String mark) {
        return mark.startsWith(account + name + "-");
    }

    private boolean ownsMailbox(String mailbox) {
        return SHARED.contains(mailbox) || mailbox.startsWith(name + "-");
    }

    /// Returns when the connection is gone.
    void work(PabalProcess server) {
        try (LineClient imap = server.imap(account)) {
            selected = "";
            while (true) {
                act(imap);
            }
        } catch (IOException gone) {
            // That is what the test is about.
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void act(LineClient imap) throws IOException {
        int what = random.nextInt(20);
        String mailbox = any(known.keySet());
        if (what < 5 || known.get(mailbox).isEmpty()) {
            append(imap, mailbox);
        } else if (what < 8) {
            names(imap);
        } else {
            change(imap, mailbox, what);
        }
    }

    private void change(LineClient imap, String mailbox, int what) throws IOException {
        if (!mailbox.equals(selected)) {
            ask(imap, "SELECT " + mailbox);
            selected = mailbox;
        }
        List<Long> some =
                known.get(mailbox).keySet().stream().filter(_ -> random.nextInt(3) == 0).toList();
        if (some.isEmpty()) {
            return;
        }
        String uids = some.stream().map(String::valueOf).collect(Collectors.joining(","));
        String target = any(known.keySet());
        switch (what) {
            case 8, 9, 10 -> copy(imap, mailbox, some, uids, target);
            case 11, 12, 13 -> move(imap, mailbox, some, uids, target);
            case 14, 15 -> expunge(imap, mailbox, some, uids);
            default -> store(imap, mailbox, some, uids);
        }
    }

    private String any(Set<String> names) {
        return List.copyOf(names).get(random.nextInt(names.size()));
    }

    private Set<String> flags() {
        Set<String> flags = new TreeSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            flags.add(FLAGS[random.nextInt(FLAGS.length)]);
        }
        return flags;
    }

    /// A copy of what is known, for what a command will make of it.
    private TreeMap<String, TreeMap<Long, Message>> after() {
        TreeMap<String, TreeMap<Long, Message>> copy = new TreeMap<>();
        known.forEach((mailbox, messages) -> copy.put(mailbox, new TreeMap<>(messages)));
        return copy;
    }

    /// @return the tagged response and what came before it
    private String ask(LineClient imap, String command) throws IOException {
        lastCommand = command;
        return answered(imap.command(command));
    }

    private String answered(String lines) {
        if (!lines.contains("\nt OK") && !lines.startsWith("t OK")) {
            throw new AssertionError(account + name + ": " + lastCommand + ": " + lines);
        }
        oks.incrementAndGet();
        return lines;
    }

    /// Nothing of this is known to have happened until it is answered.
    private String askForChange(
            LineClient imap, String command, TreeMap<String, TreeMap<Long, Message>> after)
            throws IOException {
        unanswered = Optional.of(after);
        String lines = ask(imap, command);
        unanswered = Optional.empty();
        known = after;
        return lines;
    }

    /// Gives those that came new into a mailbox their UIDs, which the answer tells.
    private void name(String mailbox, long uidValidity, List<Long> uids) {
        TreeMap<Long, Message> messages = known.get(mailbox);
        long unknown = -uids.size();
        for (long uid : uids) {
            Message message = messages.remove(unknown++);
            messages.put(uid, message);
            sightings.saw(uidValidity, uid, message.mark());
        }
    }

    private static void addUnknown(TreeMap<Long, Message> messages, List<Message> arrivals) {
        long unknown = -arrivals.size();
        for (Message message : arrivals) {
            messages.put(unknown++, message);
        }
    }

    private void append(LineClient imap, String mailbox) throws IOException {
        Set<String> flags = flags();
        List<Message> arrivals = new ArrayList<>();
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(("t APPEND " + mailbox).getBytes(StandardCharsets.US_ASCII));
        for (int i = random.nextInt(4); i >= 0; i--) {
            Message message = new Message(account + name + "-" + ++marks, flags);
            byte[] content = ImapMailbox.content(message.mark());
            arrivals.add(message);
            String part = " (%s) {%d+}\r\n".formatted(String.join(" ", flags), content.length);
            command.writeBytes(part.getBytes(StandardCharsets.US_ASCII));
            command.writeBytes(content);
        }
        command.writeBytes(new byte[] {'\r', '\n'});
        lastCommand = "APPEND " + mailbox;
        TreeMap<String, TreeMap<Long, Message>> after = after();
        addUnknown(after.get(mailbox), arrivals);
        unanswered = Optional.of(after);
        imap.sendOctets(command.toByteArray());
        String lines = imap.answer();
        Matcher told = APPENDUID.matcher(answered(lines));
        assertThat(told.find()).as(lines).isTrue();
        unanswered = Optional.empty();
        known = after;
        name(mailbox, Long.parseLong(told.group(1)), ImapMailbox.uids(told.group(2)));
    }

    private void copy(LineClient imap, String mailbox, List<Long> some, String uids, String target)
            throws IOException {
        TreeMap<String, TreeMap<Long, Message>> after = after();
        addUnknown(after.get(target), some.stream().map(known.get(mailbox)::get).toList());
        name(askForChange(imap, "UID COPY " + uids + " " + target, after), target, some);
    }

    private void move(LineClient imap, String mailbox, List<Long> some, String uids, String target)
            throws IOException {
        TreeMap<String, TreeMap<Long, Message>> after = after();
        List<Message> moved = some.stream().map(known.get(mailbox)::get).toList();
        after.get(mailbox).keySet().removeAll(some);
        addUnknown(after.get(target), moved);
        name(askForChange(imap, "UID MOVE " + uids + " " + target, after), target, some);
    }

    private void name(String lines, String target, List<Long> sources) {
        Matcher told = COPYUID.matcher(lines);
        assertThat(told.find()).as(lines).isTrue();
        assertThat(ImapMailbox.uids(told.group(2))).isEqualTo(sources);
        name(target, Long.parseLong(told.group(1)), ImapMailbox.uids(told.group(3)));
    }

    private void store(LineClient imap, String mailbox, List<Long> some, String uids)
            throws IOException {
        TreeMap<String, TreeMap<Long, Message>> after = after();
        Set<String> flags = flags();
        some.forEach(uid ->
                after.get(mailbox).computeIfPresent(uid, (_, message) -> message.with(flags)));
        askForChange(imap, "UID STORE " + uids + " FLAGS (" + String.join(" ", flags) + ")", after);
    }

    private void expunge(LineClient imap, String mailbox, List<Long> some, String uids)
            throws IOException {
        TreeMap<String, TreeMap<Long, Message>> after = after();
        after.get(mailbox)
                .entrySet()
                .removeIf(entry ->
                        some.contains(entry.getKey())
                                && entry.getValue().flags().contains("\\Deleted"));
        askForChange(imap, "UID EXPUNGE " + uids, after);
    }

    /// CREATE, RENAME and DELETE of mailboxes that nobody else uses.
    private void names(LineClient imap) throws IOException {
        TreeMap<String, TreeMap<Long, Message>> after = after();
        List<String> own = known.keySet().stream().filter(n -> !SHARED.contains(n)).toList();
        String fresh = name + "-" + random.nextInt(12);
        if (own.size() < 3 && !known.containsKey(fresh)) {
            after.put(fresh, new TreeMap<>());
            askForChange(imap, "CREATE " + fresh, after);
            return;
        }
        if (own.isEmpty()) {
            return;
        }
        String old = own.get(random.nextInt(own.size()));
        if (old.equals(selected)) {
            ask(imap, "UNSELECT");
            selected = "";
        }
        if (random.nextBoolean() && !known.containsKey(fresh)) {
            after.put(fresh, after.remove(old));
            askForChange(imap, "RENAME " + old + " " + fresh, after);
        } else {
            after.remove(old);
            askForChange(imap, "DELETE " + old, after);
        }
    }

    /// After the restart: all as it was answered, or all as the command without an answer makes it.
    void check(Map<String, ImapMailbox> found, String when) {
        TreeMap<String, TreeMap<Long, Message>> own = new TreeMap<>();
        found.forEach((mailbox, content) -> {
            if (ownsMailbox(mailbox)) {
                TreeMap<Long, Message> messages = new TreeMap<>(content.messages());
                messages.values().removeIf(message -> !owns(message.mark()));
                own.put(mailbox, messages);
            }
        });
        if (unanswered.isEmpty() || !isThis(own, unanswered.get())) {
            assertThat(own)
                    .as("%s: %s%s, last command %s", when, account, name, lastCommand)
                    .isEqualTo(known);
        }
        known = own;
        unanswered = Optional.empty();
    }

    /// @param expected with messages whose UIDs are not known
    private static boolean isThis(
            TreeMap<String, TreeMap<Long, Message>> own,
            TreeMap<String, TreeMap<Long, Message>> expected) {
        return own.keySet().equals(expected.keySet())
                && own.keySet().stream()
                        .allMatch(mailbox -> isThat(own.get(mailbox), expected.get(mailbox)));
    }

    private static boolean isThat(TreeMap<Long, Message> own, TreeMap<Long, Message> expected) {
        TreeMap<Long, Message> rest = new TreeMap<>(own);
        rest.entrySet().removeAll(expected.tailMap(0L).entrySet());
        return own.size() == expected.size()
                && List.copyOf(rest.values()).equals(List.copyOf(expected.headMap(0L).values()));
    }
}
