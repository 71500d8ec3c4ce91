// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pabal.imap.session.Picture.Expunges;
import org.pabal.imap.session.Picture.Known;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxSnapshot;

/// One connection of a client that checks everything it is told, and tells the model what it does.
final class ModelSession {
    private static final Pattern COPYUID =
            Pattern.compile("\\[COPYUID (\\d+) ([\\d:,]+) ([\\d:,]+)]");
    private static final Pattern APPENDUID = Pattern.compile("\\[APPENDUID (\\d+) ([\\d:,]+)]");
    private static final Pattern MODIFIED = Pattern.compile("\\[MODIFIED ([\\d:,]+)]");
    private static final Pattern HIGHEST = Pattern.compile("\\[HIGHESTMODSEQ (\\d+)]");
    private static final Pattern FETCHED_UID = Pattern.compile("FETCH \\(.*\\bUID (\\d+)");
    private static final Pattern EARLIER = Pattern.compile("\\* VANISHED \\(EARLIER\\) (\\S+)");

    /// How a command names messages.
    enum By {
        NUMBER,
        UID
    }

    /// What a client keeps of a mailbox between sessions.
    private record Memory(long uidValidity, long modSeq, List<Known> messages) {
        List<Long> uids() {
            return messages.stream().map(message -> message.uid).toList();
        }
    }

    private final ImapStage stage;
    private final Map<String, ModelMailbox> model;
    private final Map<EmailId, String> subjects;
    private final Mode mode;
    private final Map<String, Memory> memories = new HashMap<>();
    private Talk talk;
    private @Nullable String selected;
    private boolean readOnly;
    private Picture picture;
    private long highestModSeq;
    private boolean idling;
    private boolean condStore;

    ModelSession(
            ImapStage stage,
            Map<String, ModelMailbox> model,
            Map<EmailId, String> subjects,
            Mode mode)
            throws Exception {
        this.stage = stage;
        this.model = model;
        this.subjects = subjects;
        this.mode = mode;
        this.picture = picture("INBOX");
        this.talk = connect();
    }

    private Picture picture(String name) {
        Picture fresh = new Picture(mode, () -> stage.snapshot(name));
        if (condStore) {
            fresh.expectModSeqs();
        }
        return fresh;
    }

    /// RFC 7162 §3.1: the first command about modseqs enables CONDSTORE, and is told where it starts.
    private void enableCondStore() {
        condStore = true;
        picture.expectModSeqs();
    }

    private Talk connect() throws Exception {
        Talk fresh = Talk.loggedIn(stage);
        if (!mode.enabled().isEmpty()) {
            fresh.ok("ENABLE " + mode.enabled());
        }
        return fresh;
    }

    Mode mode() {
        return mode;
    }

    Optional<String> selected() {
        return Optional.ofNullable(selected);
    }

    boolean isReadOnly() {
        return readOnly;
    }

    boolean isIdling() {
        return idling;
    }

    List<Known> known() {
        return picture.messages();
    }

    private ModelMailbox mailbox() {
        return model.get(selected);
    }

    /// Gone without a word; what was known at the last agreement is remembered.
    void reconnect() throws Exception {
        talk.close();
        selected = null;
        idling = false;
        condStore = false;
        talk = connect();
    }

    void close() throws IOException {
        talk.close();
    }

    private List<String> say(String command, Expunges expunges) throws IOException {
        List<String> lines = talk.ok(command);
        lines.forEach(line -> hear(line, expunges));
        return lines;
    }

    private void hear(String line, Expunges expunges) {
        picture.hear(line, expunges);
        Matcher highest = HIGHEST.matcher(line);
        if (highest.find()) {
            highestModSeq = Math.max(highestModSeq, Long.parseLong(highest.group(1)));
        }
    }

    /// After every command: model and mailboxes are equal, and the picture is right.
    private void settle(Expunges expunges) {
        model.forEach((name, mailbox) -> mailbox.mustBe(stage.snapshot(name)));
        if (selected != null) {
            picture.mustAgree(expunges);
            if (expunges == Expunges.ALLOWED) {
                remember();
            }
        }
    }

    /// RFC 7162 §3.2.5: at a moment when nothing can be outstanding.
    private void remember() {
        highestModSeq = Math.max(highestModSeq, picture.highestModSeq());
        assertThat(highestModSeq).isLessThanOrEqualTo(mailbox().highestModSeq());
        long uidValidity = stage.snapshot(selected).uidValidity();
        memories.put(selected, new Memory(uidValidity, highestModSeq, picture.copies()));
    }

    void select(String name, boolean examine) throws IOException {
        open((examine ? "EXAMINE " : "SELECT ") + name, name, examine);
        say("UID FETCH 1:* (UID FLAGS)", Expunges.ALLOWED);
        settle(Expunges.ALLOWED);
    }

    private List<String> open(String command, String name, boolean examine) throws IOException {
        picture = picture(name);
        highestModSeq = 0;
        List<String> lines = say(command, Expunges.FORBIDDEN);
        selected = name;
        readOnly = examine;
        return lines;
    }

    /// @param help how much the client tells of what it has: 0 nothing, 1 its UIDs, 2 numbers too
    void resync(String name, int help) throws IOException {
        Memory memory = memories.get(name);
        if (!mode.isQuick() || memory == null || memory.uids().isEmpty()) {
            select(name, false);
            return;
        }
        String known = help == 0 ? "" : " " + joined(memory.uids());
        int half = memory.uids().size() / 2;
        String match =
                help < 2 || half == 0 ? "" : " (" + half + " " + memory.uids().get(half - 1) + ")";
        picture = picture(name);
        picture.remember(memory.messages());
        highestModSeq = memory.modSeq();
        List<String> lines =
                talk.ok(
                        "SELECT %s (QRESYNC (%d %d%s%s))"
                                .formatted(
                                        name, memory.uidValidity(), memory.modSeq(), known, match));
        // EXISTS is the count that is left when what vanished is away.
        lines.stream()
                .filter(line -> EARLIER.matcher(line).matches())
                .forEach(line -> hear(line, Expunges.FORBIDDEN));
        lines.stream()
                .filter(line -> !EARLIER.matcher(line).matches())
                .forEach(line -> hear(line, Expunges.FORBIDDEN));
        selected = name;
        readOnly = false;
        settle(Expunges.ALLOWED);
        if (help == 0) {
            assertThat(picture.messages())
                    .filteredOn(message -> mailbox().modSeq(message.uid) > memory.modSeq())
                    .as("changed since %d", memory.modSeq())
                    .allMatch(message -> message.flags != null);
        }
    }

    void leave(boolean expunging) throws IOException {
        if (expunging && !readOnly) {
            mailbox().remove(deleted());
        }
        talk.ok(expunging ? "CLOSE" : "UNSELECT");
        selected = null;
        settle(Expunges.ALLOWED);
    }

    private Set<Long> deleted() {
        return mailbox().messages().entrySet().stream()
                .filter(entry -> entry.getValue().flags().contains(Flags.DELETED))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    void noop() throws IOException {
        say("NOOP", Expunges.ALLOWED);
        settle(Expunges.ALLOWED);
    }

    private static String joined(Collection<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /// As the command names them.
    private String named(By by, List<Long> uids) {
        List<Long> all = picture.uids();
        return joined(
                by == By.UID ? uids : uids.stream().map(uid -> all.indexOf(uid) + 1L).toList());
    }

    private static String command(By by, String name) {
        return by == By.UID ? "UID " + name : name;
    }

    private static Expunges during(By by) {
        return by == By.UID ? Expunges.ALLOWED : Expunges.FORBIDDEN;
    }

    private List<Long> present(Collection<Long> uids) {
        return uids.stream().sorted().filter(mailbox().messages()::containsKey).toList();
    }

    /// @param how `FLAGS`, `+FLAGS` or `-FLAGS`
    void store(By by, List<Long> uids, String how, Set<String> flags, boolean silent)
            throws IOException {
        present(uids).forEach(uid -> mailbox().setFlags(uid, changed(uid, how, flags)));
        say(
                command(by, "STORE ")
                        + named(by, uids)
                        + " "
                        + how
                        + (silent ? ".SILENT (" : " (")
                        + String.join(" ", flags)
                        + ")",
                during(by));
        if (silent) {
            workOut(uids, how, flags);
        }
        settle(during(by));
    }

    /// RFC 7162 §3.1.3: only what did not change since.
    void storeUnchangedSince(By by, List<Long> uids, int back, Set<String> flags)
            throws IOException {
        long modSeq = Math.max(0, mailbox().highestModSeq() - back);
        enableCondStore();
        List<Long> before = picture.uids();
        List<Long> modified =
                present(uids).stream().filter(uid -> mailbox().modSeq(uid) > modSeq).toList();
        List<Long> rest = new ArrayList<>(uids);
        rest.removeAll(modified);
        present(rest).forEach(uid -> mailbox().setFlags(uid, changed(uid, "+FLAGS", flags)));
        List<String> lines =
                say(
                        command(by, "STORE ")
                                + named(by, uids)
                                + " (UNCHANGEDSINCE "
                                + modSeq
                                + ") +FLAGS ("
                                + String.join(" ", flags)
                                + ")",
                        during(by));
        Matcher told = MODIFIED.matcher(lines.getLast());
        Set<Long> named = told.find() ? Picture.sequence(told.group(1)) : Set.of();
        Set<Long> expected =
                modified.stream()
                        .map(uid -> by == By.UID ? uid : before.indexOf(uid) + 1L)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).as(lines.getLast()).isEqualTo(expected);
        settle(during(by));
    }

    private Set<String> changed(long uid, String how, Set<String> flags) {
        return changed(mailbox().messages().get(uid).flags(), how, flags);
    }

    private static Set<String> changed(Set<String> before, String how, Set<String> flags) {
        Set<String> after = new TreeSet<>(how.equals("FLAGS") ? Set.of() : before);
        if (how.equals("-FLAGS")) {
            after.removeAll(flags);
        } else {
            after.addAll(flags);
        }
        return after;
    }

    private void workOut(List<Long> uids, String how, Set<String> flags) {
        for (long uid : uids) {
            picture.withUid(uid)
                    .filter(known -> known.flags != null)
                    .ifPresent(known -> known.flags = changed(known.flags, how, flags));
        }
    }

    void expunge() throws IOException {
        mailbox().remove(deleted());
        say("EXPUNGE", Expunges.ALLOWED);
        settle(Expunges.ALLOWED);
    }

    void expunge(List<Long> uids) throws IOException {
        Set<Long> gone = deleted();
        gone.retainAll(uids);
        mailbox().remove(gone);
        say("UID EXPUNGE " + joined(uids), Expunges.ALLOWED);
        settle(Expunges.ALLOWED);
    }

    void append(String target, List<String> newSubjects, Set<String> flags) throws IOException {
        StringBuilder command = new StringBuilder("APPEND " + target);
        for (String subject : newSubjects) {
            String text = "Subject: " + subject + "\r\n\r\nText\r\n";
            command.append(
                    " (%s) {%d+}\r\n%s".formatted(String.join(" ", flags), text.length(), text));
        }
        long next = model.get(target).uidNext();
        List<String> lines = talk.ok(command.toString());
        MailboxSnapshot now = stage.snapshot(target);
        List<ModelMailbox.Message> arrived = new ArrayList<>();
        for (String subject : newSubjects) {
            EmailId email = now.email(now.indexOf(next + arrived.size()));
            assertThat(subjects.put(email, subject)).as("an email id is new").isNull();
            arrived.add(new ModelMailbox.Message(email, flags));
        }
        Matcher told = APPENDUID.matcher(lines.getLast());
        assertThat(told.find()).isTrue();
        assertThat(Picture.inOrder(told.group(2))).isEqualTo(model.get(target).add(arrived));
        assertThat(Long.parseLong(told.group(1))).isEqualTo(now.uidValidity());
        lines.forEach(line -> hear(line, Expunges.ALLOWED));
        settle(Expunges.ALLOWED);
    }

    void copy(By by, List<Long> uids, String target) throws IOException {
        List<Long> sources = present(uids);
        List<Long> targets = model.get(target).add(messages(sources));
        List<String> lines = say(command(by, "COPY ") + named(by, uids) + " " + target, during(by));
        mustName(lines.getLast(), target, sources, targets);
        settle(during(by));
    }

    void move(By by, List<Long> uids, String target) throws IOException {
        List<Long> sources = present(uids);
        List<ModelMailbox.Message> moved = messages(sources);
        mailbox().remove(sources);
        List<Long> targets = model.get(target).add(moved);
        String command = command(by, "MOVE ") + named(by, uids) + " " + target;
        List<String> lines = say(command, Expunges.ALLOWED);
        mustName(
                lines.stream().filter(line -> line.contains("COPYUID")).findFirst().orElse(""),
                target,
                sources,
                targets);
        int copyUid = indexOf(lines, "\\* OK \\[COPYUID.*");
        int expunge = indexOf(lines, "\\* (\\d+ EXPUNGE|VANISHED .*)");
        assertThat(sources.isEmpty() || copyUid < expunge).as("%s", lines).isTrue();
        settle(Expunges.ALLOWED);
    }

    private static int indexOf(List<String> lines, String regex) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches(regex)) {
                return i;
            }
        }
        return -1;
    }

    private List<ModelMailbox.Message> messages(List<Long> uids) {
        return uids.stream().map(mailbox().messages()::get).toList();
    }

    private void mustName(String line, String target, List<Long> sources, List<Long> targets) {
        Matcher told = COPYUID.matcher(line);
        assertThat(told.find()).as(line).isEqualTo(!sources.isEmpty());
        if (!sources.isEmpty()) {
            assertThat(Long.parseLong(told.group(1)))
                    .isEqualTo(stage.snapshot(target).uidValidity());
            assertThat(Picture.inOrder(told.group(2))).as(line).isEqualTo(sources);
            assertThat(Picture.inOrder(told.group(3))).as(line).isEqualTo(targets);
        }
    }

    /// A message number means the same message, and its content is what was put in.
    void fetchSubjects(By by, List<Long> uids) throws IOException {
        String items = " (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])";
        List<Long> before = present(uids);
        List<String> lines = say(command(by, "FETCH ") + named(by, uids) + items, during(by));
        Map<Long, String> got = new TreeMap<>();
        Pattern start = Pattern.compile("\\* \\d+ FETCH \\(UID (\\d+) BODY.*\\}");
        for (int i = 0; i < lines.size(); i++) {
            Matcher m = start.matcher(lines.get(i));
            if (m.matches()) {
                got.put(Long.parseLong(m.group(1)), lines.get(i + 1).replace("Subject: ", ""));
            }
        }
        for (long uid : before) {
            String subject = subjects.get(mailbox().messages().get(uid).email());
            assertThat(got.get(uid)).as("subject of UID %d", uid).isEqualTo(subject);
        }
        settle(during(by));
    }

    void fetchFlags(By by, List<Long> uids) throws IOException {
        say(command(by, "FETCH ") + named(by, uids) + " (FLAGS)", during(by));
        settle(during(by));
    }

    /// RFC 7162 §3.1.4 and §3.2.6: what a client has missed since an earlier moment, all of it.
    void fetchChangedSince(boolean vanished) throws IOException {
        enableCondStore();
        Memory then = memories.get(selected);
        Set<Long> before = Set.copyOf(picture.uids());
        List<String> lines =
                say(
                        "UID FETCH 1:* (FLAGS) (CHANGEDSINCE %d%s)"
                                .formatted(then.modSeq(), vanished ? " VANISHED" : ""),
                        Expunges.ALLOWED);
        Set<Long> gone = new TreeSet<>();
        for (String line : lines) {
            Matcher earlier = EARLIER.matcher(line);
            if (earlier.matches()) {
                gone.addAll(Picture.sequence(earlier.group(1)));
            }
        }
        Set<Long> there = mailbox().messages().keySet();
        Set<Long> missing = new TreeSet<>(then.uids());
        missing.removeAll(there);
        assertThat(Collections.disjoint(gone, there)).as("%s of %s vanished", gone, there).isTrue();
        if (vanished) {
            missing.removeIf(uid -> before.contains(uid)); // told just now, with their numbers
            assertThat(gone).as("vanished since %d", then.modSeq()).containsAll(missing);
        }
        Set<Long> told = new TreeSet<>();
        lines.forEach(line -> {
            Matcher uid = FETCHED_UID.matcher(line);
            if (uid.find()) {
                told.add(Long.parseLong(uid.group(1)));
            }
        });
        Set<Long> changed = new TreeSet<>(there);
        changed.retainAll(before);
        changed.removeIf(uid -> mailbox().modSeq(uid) <= then.modSeq());
        assertThat(told).as("changed since %d", then.modSeq()).containsAll(changed);
        settle(Expunges.ALLOWED);
    }

    /// What is found is what the client knows to be so; what is news is told behind it.
    void search(By by, String flag) throws IOException {
        Set<Long> expected = new TreeSet<>();
        long number = 0;
        for (Known known : picture.messages()) {
            number++;
            if (known.flags == null) {
                return;
            }
            if (known.flags.contains(flag) && mailbox().messages().containsKey(known.uid)) {
                expected.add(by == By.UID ? known.uid : number);
            }
        }
        String key =
                flag.startsWith("$")
                        ? "KEYWORD " + flag
                        : flag.substring(1).toUpperCase(Locale.ROOT);
        List<String> lines = say(command(by, "SEARCH ") + key, during(by));
        String response =
                lines.stream().filter(line -> line.contains("SEARCH")).findFirst().orElseThrow();
        assertThat(found(response)).as(response).containsAll(expected);
        settle(during(by));
    }

    private Set<Long> found(String response) {
        if (mode.isRev2()) {
            Matcher extended = Pattern.compile("\\* ESEARCH .* ALL (\\S+)").matcher(response);
            return extended.matches() ? Picture.sequence(extended.group(1)) : Set.of();
        }
        return Picture.words(response.substring("* SEARCH".length())).stream()
                .map(Long::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Also of the selected mailbox, although RFC 9051 §6.3.11 advises clients against it.
    void status(String name) throws IOException {
        enableCondStore();
        List<String> lines =
                say(
                        "STATUS " + name + " (MESSAGES UIDNEXT UNSEEN DELETED HIGHESTMODSEQ)",
                        Expunges.ALLOWED);
        Collection<ModelMailbox.Message> messages = model.get(name).messages().values();
        String expected =
                "* STATUS %s (MESSAGES %d UIDNEXT %d UNSEEN %d DELETED %d HIGHESTMODSEQ %d)"
                        .formatted(
                                name,
                                messages.size(),
                                model.get(name).uidNext(),
                                messages.stream()
                                        .filter(m -> !m.flags().contains(Flags.SEEN))
                                        .count(),
                                messages.stream()
                                        .filter(m -> m.flags().contains(Flags.DELETED))
                                        .count(),
                                model.get(name).highestModSeq());
        assertThat(lines).contains(expected);
        settle(Expunges.ALLOWED);
    }

    void idle() throws IOException {
        talk.send("idle IDLE\r\n");
        assertThat(talk.line()).isEqualTo("+ idling");
        idling = true;
        hearUntilAgreed();
    }

    /// An idling client is told of every change without asking.
    void hearUntilAgreed() throws IOException {
        while (!picture.agrees()) {
            hear(talk.line(), Expunges.ALLOWED);
        }
    }

    void done() throws IOException {
        talk.send("DONE\r\n");
        idling = false;
        List<String> lines = talk.upTo("idle");
        assertThat(lines.getLast()).startsWith("idle OK");
        lines.forEach(line -> hear(line, Expunges.ALLOWED));
        settle(Expunges.ALLOWED);
    }
}
