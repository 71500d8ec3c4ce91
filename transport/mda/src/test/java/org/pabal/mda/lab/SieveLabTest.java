// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.mda.lab.SieveLab.Envelope;
import org.pabal.mda.lab.SieveLab.Mode;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.NotifyMethod;
import org.pabal.sieve.Script;
import org.pabal.sieve.ScriptSource;
import org.pabal.sieve.SieveConfig;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.Surroundings;
import org.pabal.sieve.language.SieveCompiler;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.FakeStorage;

final class SieveLabTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Account BOB =
            new Account(
                    new AccountId(1),
                    Address.of("bob@example.org"),
                    "",
                    Language.ENGLISH,
                    OptionalLong.empty(),
                    true);

    private Instant now = NOW;
    private Duration step = Duration.ZERO;
    private FakeStorage storage = new FakeStorage();
    private StoredMailboxes mailboxes = mailboxes();
    private SieveLab lab = lab();

    /// Goes on by a step each time that it is looked at.
    private Instant now() {
        now = now.plus(step);
        return now;
    }

    private StoredMailboxes mailboxes() {
        return new StoredMailboxes(storage, () -> NOW, MailboxConfig.defaults());
    }

    private SieveLab lab() {
        return new SieveLab(storage, mailboxes, new World(), this::now);
    }

    /// Knows the envelope and nothing else.
    private static final class World implements LabWorld {
        @Override
        public List<LabScript> scripts(Optional<Script> own) {
            return own.map(script -> List.of(new LabScript("own", script))).orElse(List.of());
        }

        @Override
        public Surroundings around(
                Account account,
                ReversePath from,
                Address to,
                Instant at,
                Optional<Arrived> arrived) {
            return new Around(from, to, at);
        }
    }

    private record Around(ReversePath from, Address to, Instant now) implements Surroundings {
        @Override
        public List<String> envelope(String part) {
            return switch (part) {
                case "from" ->
                        List.of(from instanceof ReversePath.To(Address a) ? a.toString() : "");
                case "to" -> List.of(to.toString());
                default -> List.of();
            };
        }

        @Override
        public ZoneId zone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Optional<String> environment(String item) {
            return Optional.empty();
        }

        @Override
        public boolean isOwn(String address) {
            return false;
        }

        @Override
        public boolean mailboxExists(String name) {
            return false;
        }

        @Override
        public boolean mailboxIdExists(String id) {
            return false;
        }

        @Override
        public boolean specialUseExists(Optional<String> mailbox, String use) {
            return false;
        }

        @Override
        public Optional<String> metadata(Optional<String> mailbox, String annotation) {
            return Optional.empty();
        }

        @Override
        public boolean wasSeen(String id, Duration period, boolean last) {
            return false;
        }

        @Override
        public int score(Score which) {
            return 0;
        }

        @Override
        public boolean listExists(URI list) {
            return false;
        }

        @Override
        public boolean isListed(URI list, String value) {
            return false;
        }

        @Override
        public Optional<String> notifyCapability(NotifyMethod method, String capability) {
            return Optional.empty();
        }

        @Override
        public Optional<byte[]> execute(String program, List<String> arguments, Input input) {
            return Optional.empty();
        }

        @Override
        public Optional<SieveMessage> filter(
                SieveMessage message, String program, List<String> arguments) {
            return Optional.empty();
        }
    }

    @BeforeEach
    void fill() {
        bob().create(MailboxName.of("Lists"), Optional.empty());
        List<NewMessage> messages = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            messages.add(message(i));
        }
        bob().append(info("INBOX").id(), messages);
    }

    private NewMessage message(int number) {
        try (MessageIntake intake = mailboxes.newMessage()) {
            byte[] octets =
                    ("Return-Path: <sender@example.net>\r\nFrom: Anna <anna@example.net>\r\n"
                                    + "Subject: number "
                                    + number
                                    + "\r\n\r\nText.\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            intake.write(octets, 0, octets.length);
            Flags flags = number == 1 ? Flags.of(Flags.SEEN) : Flags.NONE;
            return new NewMessage(intake.finish(), flags, NOW.minusSeconds(number));
        }
    }

    @AfterEach
    void close() {
        mailboxes.close();
        storage.close();
    }

    private AccountMailboxes bob() {
        return mailboxes.open(BOB);
    }

    private MailboxInfo info(String name) {
        return bob().find(MailboxName.of(name)).orElseThrow();
    }

    private static Script script(String text) {
        Compilation compilation =
                new SieveCompiler(SieveConfig.DEFAULT)
                        .compile(text.getBytes(StandardCharsets.UTF_8), ScriptSource.NONE);
        if (compilation instanceof Compilation.Compiled(Script script, _)) {
            return script;
        }
        throw new AssertionError(compilation);
    }

    /// Each mailbox with messages: subjects' numbers, each with its flags.
    private Map<String, List<String>> contents() {
        Map<String, List<String>> contents = new TreeMap<>();
        for (MailboxInfo info : bob().list()) {
            MailboxSnapshot snapshot = bob().snapshot(info.id()).orElseThrow();
            List<String> messages = new ArrayList<>();
            for (int i = 0; i < snapshot.count(); i++) {
                messages.add(snapshot.email(i).value() + " " + snapshot.flags(i));
            }
            if (!messages.isEmpty()) {
                messages.sort(null);
                contents.put(info.name().text(), messages);
            }
        }
        return contents;
    }

    private static final String SORTING =
            """
            require ["fileinto", "imap4flags", "mailbox", "copy"];
            if header "subject" "number 1" { fileinto :flags "\\\\Flagged" "Lists"; }
            elsif header "subject" "number 2" { fileinto :create "New"; keep; }
            elsif header "subject" "number 3" { discard; }
            elsif header "subject" "number 4" { addflag "$Todo"; keep; }
            elsif header "subject" "number 5" { redirect "x@example.net"; }
            """;

    @Test
    void aMailboxIsSortedAndPutBack() {
        Map<String, List<String>> before = contents();
        Report report = apply(SORTING, Mode.DONE);
        assertThat(report.examined()).isEqualTo(6);
        assertThat(report.moved()).isEqualTo(Map.of("Lists", 1L, "Trash", 1L));
        assertThat(report.copied()).isEqualTo(Map.of("New", 1L));
        assertThat(report.flagged()).isEqualTo(2);
        assertThat(report.notDone()).isEqualTo(Map.of("redirect", 1L));
        assertThat(contents())
                .isEqualTo(
                        Map.of(
                                "INBOX", List.of("2 ", "4 $Todo", "5 ", "6 "),
                                "Lists", List.of("1 \\Flagged \\Seen"),
                                "New", List.of("2 "),
                                "Trash", List.of("3 ")));
        Batch batch = lab.batch(BOB, report.batch().orElseThrow()).orElseThrow();
        assertThat(batch.state()).isEqualTo(Batch.State.APPLIED);
        assertThat(lab.undo(BOB, batch).orElseThrow())
                .extracting(Undone::restored, Undone::gone)
                .containsExactly(4L, 0L);
        assertThat(contents()).isEqualTo(before);
        assertThat(bob().find(MailboxName.of("New"))).isEmpty();
        assertThat(lab.batches(BOB)).extracting(Batch::state).containsExactly(Batch.State.UNDONE);
    }

    @Test
    void aDryRunDoesNothing() {
        Map<String, List<String>> before = contents();
        Report report = apply(SORTING, Mode.DRY_RUN);
        assertThat(report.moved()).isEqualTo(Map.of("Lists", 1L, "Trash", 1L));
        assertThat(report.copied()).isEqualTo(Map.of("New", 1L));
        assertThat(report.batch()).isEmpty();
        assertThat(contents()).isEqualTo(before);
        assertThat(bob().find(MailboxName.of("New"))).isEmpty();
        assertThat(lab.batches(BOB)).isEmpty();
    }

    /// Killed at any commit, the batch is undone like a whole one.
    @Test
    void aBatchThatWasCutShortIsUndoneToo() {
        Map<String, List<String>> before = contents();
        for (int commits = 1; commits < 12; commits++) {
            crashAfter(commits);
            for (Batch batch : lab.batches(BOB)) {
                if (batch.state() != Batch.State.UNDONE) {
                    assertThat(lab.undo(BOB, batch).orElseThrow().gone())
                            .as("after " + commits)
                            .isZero();
                }
            }
            assertThat(contents()).as("after " + commits).isEqualTo(before);
        }
    }

    /// What is not durable after so many commits never was.
    private void crashAfter(int commits) {
        storage.holdCommits();
        Thread applying =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                apply(SORTING, Mode.DONE);
                            } catch (RuntimeException cutShort) {
                                assertThat(cutShort.getMessage()).isNotNull();
                            }
                        });
        for (int i = 0; i < commits && applying.isAlive(); i++) {
            while (storage.pending() == 0 && applying.isAlive()) {
                Thread.onSpinWait();
            }
            storage.release(1);
        }
        storage.failNextCommits(1000, new StorageException.Unavailable("the power is off"));
        storage.release();
        while (applying.isAlive()) {
            Thread.onSpinWait();
        }
        mailboxes.close();
        storage = storage.reopened();
        mailboxes = mailboxes();
        lab = lab();
    }

    @Test
    void whatSomebodyHasMovedOnStaysThere() {
        Report report = apply("require \"fileinto\"; fileinto \"Lists\";", Mode.DONE);
        bob().move(info("Lists").id(), UidSet.of(1), info("Archive").id());
        Batch batch = lab.batch(BOB, report.batch().orElseThrow()).orElseThrow();
        assertThat(lab.undo(BOB, batch).orElseThrow())
                .extracting(Undone::restored, Undone::gone)
                .containsExactly(5L, 1L);
        assertThat(contents().get("Archive")).hasSize(1);
    }

    @Test
    void aMailboxThatWasUsedMeanwhileStays() {
        Report report =
                apply("require [\"fileinto\", \"mailbox\"]; fileinto :create \"New\";", Mode.DONE);
        bob().append(info("New").id(), List.of(message(7)));
        lab.undo(BOB, lab.batch(BOB, report.batch().orElseThrow()).orElseThrow());
        assertThat(contents().get("New")).hasSize(1);
        assertThat(contents().get("INBOX")).hasSize(6);
    }

    @Test
    void onlyTheLastBatchesAreKeptButAllOfTheLastDays() {
        for (int i = 0; i < BatchRecords.KEPT + 5; i++) {
            assertThat(tagged(i).batch()).hasValue(i + 1L);
        }
        assertThat(lab.batches(BOB)).hasSize(BatchRecords.KEPT + 5);
        now = NOW.plus(Batch.UNDONE_WITHIN).plusSeconds(1);
        tagged(100);
        assertThat(lab.batches(BOB)).hasSize(BatchRecords.KEPT);
        assertThat(lab.batch(BOB, 6)).isEmpty();
    }

    @Test
    void batchesThatCanBeUndoneAreNotForgottenForMore() {
        for (int i = 0; i < BatchRecords.MOST; i++) {
            tagged(i);
        }
        Report refused = tagged(BatchRecords.MOST);
        assertThat(refused.batch()).isEmpty();
        assertThat(refused.stopped()).contains("can still be undone");
        assertThat(lab.batches(BOB)).hasSize(BatchRecords.MOST);
    }

    private Report tagged(int number) {
        return apply("require \"imap4flags\"; addflag \"$T" + number + "\";", Mode.DONE);
    }

    @Test
    void aPreviewGoesOnWhereItsTimeWasOver() {
        Script script =
                script(
                        "require \"fileinto\"; if header \"subject\" \"number 4\" {"
                                + " fileinto \"Lists\"; }");
        List<String> tried = new ArrayList<>();
        step = Duration.ofSeconds(1);
        Preview first = preview(script, new Preview.Part(0, 5, Duration.ofSeconds(3)), tried);
        assertThat(first.total()).isEqualTo(6);
        assertThat(first.next()).isPresent();
        assertThat(first.tried()).isEqualTo(first.next().orElseThrow()).isBetween(1, 4);
        Preview rest =
                preview(
                        script,
                        new Preview.Part(first.next().orElseThrow(), 5, Duration.ofHours(1)),
                        tried);
        assertThat(rest.next()).isEmpty();
        assertThat(tried)
                .containsExactly("6 false", "5 false", "4 true", "3 false", "2 false", "1 false");
        assertThat(contents().get("INBOX")).hasSize(6);
    }

    private Preview preview(Script script, Preview.Part part, List<String> tried) {
        return lab.preview(
                        BOB,
                        script,
                        info("INBOX").id(),
                        part,
                        (message, outcome) ->
                                tried.add(
                                        message.id().value()
                                                + " "
                                                + outcome.decisions().stream()
                                                        .flatMap(each -> each.answer().stream())
                                                        .findFirst()
                                                        .orElseThrow()))
                .orElseThrow();
    }

    @Test
    void anApplicationGoesOnInTheSameBatch() {
        List<NewMessage> more = new ArrayList<>();
        for (int i = 7; i <= 600; i++) {
            more.add(message(i));
        }
        bob().append(info("INBOX").id(), more);
        Map<String, List<String>> before = contents();
        Script script = script("require \"fileinto\"; fileinto \"Lists\";");
        Report first =
                lab.apply(
                                BOB,
                                script,
                                "test",
                                info("INBOX"),
                                Mode.DONE,
                                new Stretch(0, Optional.of(Duration.ZERO), OptionalLong.empty()))
                        .orElseThrow();
        assertThat(first.next()).isPresent();
        assertThat(lab.batches(BOB)).extracting(Batch::state).containsExactly(Batch.State.BEGUN);
        Report rest =
                lab.apply(
                                BOB,
                                script,
                                "test",
                                info("INBOX"),
                                Mode.DONE,
                                new Stretch(
                                        first.next().getAsLong(),
                                        Optional.of(Duration.ZERO),
                                        first.batch()))
                        .orElseThrow();
        assertThat(rest.next()).isEmpty();
        assertThat(rest.batch()).isEqualTo(first.batch());
        assertThat(first.changed() + rest.changed()).isEqualTo(600);
        assertThat(contents().get("Lists")).hasSize(600);
        lab.undo(BOB, lab.batches(BOB).getFirst());
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aScriptThatFailsLeavesTheMessageAlone() {
        Map<String, List<String>> before = contents();
        Report report =
                apply(
                        "require [\"variables\", \"fileinto\"]; set \"n\" \"\"; fileinto"
                                + " \"${n}\";",
                        Mode.DONE);
        assertThat(report.failed() + report.notDone().values().stream().mapToLong(n -> n).sum())
                .isEqualTo(6);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aTrialTellsWhichTestDecided() {
        List<SieveLab.Trial> trials = new ArrayList<>();
        Script script =
                script(
                        "require [\"fileinto\", \"envelope\"];\r\nif envelope \"from\""
                                + " \"sender@example.net\" { fileinto \"Lists\"; }\r\n");
        lab.test(
                BOB,
                lab.scripts(Optional.of(script)),
                info("INBOX"),
                2,
                Envelope.AS_IT_CAME,
                trials::add);
        assertThat(trials)
                .extracting(SieveLab.Trial::subject)
                .containsExactly("number 5", "number 6");
        assertThat(trials.getFirst().runs().getFirst().outcome().actions().toString())
                .contains("Lists");
        assertThat(trials.getFirst().runs().getFirst().outcome().decisions())
                .anySatisfy(decision -> {
                    assertThat(decision.line()).isEqualTo(2);
                    assertThat(decision.answer()).contains(true);
                });
        assertThat(contents().get("INBOX")).hasSize(6);
    }

    @Test
    void aFileIsTriedToo() {
        LabMessage message =
                LabMessage.of("Subject: x\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));
        SieveLab.Trial trial =
                lab.test(
                        BOB,
                        List.of(new LabScript("a", script("discard;"))),
                        message,
                        new Envelope(
                                Optional.of(ReversePath.NULL),
                                Optional.of(Address.of("bob+x@example.org"))));
        assertThat(trial.subject()).isEqualTo("x");
        assertThat(trial.runs()).hasSize(1);
    }

    private Report apply(String script, Mode mode) {
        return lab.apply(BOB, script(script), "test", info("INBOX"), mode).orElseThrow();
    }

    @Test
    void flagsThatWereThereStayAtUndo() {
        bob().store(
                        info("INBOX").id(),
                        UidSet.of(2),
                        new FlagChange(FlagChange.Mode.ADD, Flags.of("$Todo")),
                        OptionalLong.empty());
        Map<String, List<String>> before = contents();
        Report report = apply("require \"imap4flags\"; addflag \"$Todo\";", Mode.DONE);
        assertThat(report.flagged()).isEqualTo(5);
        lab.undo(BOB, lab.batch(BOB, report.batch().orElseThrow()).orElseThrow());
        assertThat(contents()).isEqualTo(before);
    }
}
