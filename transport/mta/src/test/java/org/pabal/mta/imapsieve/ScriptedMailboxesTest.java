// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.imapsieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.AppendOutcome;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.mda.FilingRules;
import org.pabal.mda.agent.AdministratorScripts;
import org.pabal.mda.agent.AgentConfig;
import org.pabal.mda.agent.MailboxChange.Cause;
import org.pabal.mda.agent.MailboxScripts;
import org.pabal.mda.agent.RedirectSeals;
import org.pabal.mda.agent.ReplyLimit;
import org.pabal.mda.agent.ScriptedDelivery;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.programs.Programs;
import org.pabal.mda.programs.ProgramsConfig;
import org.pabal.mda.programs.SievePrograms;
import org.pabal.mta.acceptance.Commitments;
import org.pabal.mta.acceptance.Successors;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.testing.MtaStage;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Script;
import org.pabal.sieve.ScriptSource;
import org.pabal.sieve.SieveConfig;
import org.pabal.sieve.language.SieveCompiler;

/// RFC 6785, and messages that are set aside.
class ScriptedMailboxesTest {
    private static final String MESSAGE =
            "From: ann@far.example\r\nSubject: Hello\r\nMessage-ID: <1@far.example>\r\n\r\nHi.\r\n";

    private final MtaStage stage = new MtaStage(5);
    private final Map<String, Script> scripts = new HashMap<>();
    private ScriptedDelivery.Means means;
    private ScriptedMailboxes scripted;
    private Account bob;
    private AccountMailboxes mailboxes;
    private MailboxId inbox;

    @BeforeEach
    void build() {
        stage.otherStore =
                Optional.of(storage ->
                        new StoredMailboxes(storage, stage.clock, MailboxConfig.defaults()));
        stage.agent =
                _ -> {
                    means = means();
                    return new ScriptedDelivery(
                            _ -> Optional.ofNullable(scripts.get("active")),
                            AdministratorScripts.NONE,
                            new FilingRules(),
                            means);
                };
        stage.build();
        scripted =
                new ScriptedMailboxes(
                        new MailboxScripts(
                                (_, name) -> Optional.ofNullable(scripts.get(name)),
                                Optional.empty(),
                                means),
                        stage.store,
                        new Successors(stage.router, stage.ids),
                        stage.queue,
                        new Commitments(stage.storage, stage.store, stage.queue, stage.ledger),
                        stage.ids,
                        stage.clock);
        bob = stage.directory.account("bob@d.example");
        mailboxes = stage.store.open(bob);
        inbox = mailbox("INBOX").id();
    }

    private ScriptedDelivery.Means means() {
        return new ScriptedDelivery.Means(
                stage.directory,
                stage.storage,
                stage.store,
                new DeliveryMemory(stage.storage, stage.clock, new Random(5)),
                new SievePrograms(
                        (command, environment, input, output, limit) ->
                                new Programs.Ended.NotStarted("no programs here"),
                        ProgramsConfig.OFF,
                        stage.store,
                        1_000_000),
                text -> text,
                RedirectSeals.NONE,
                new ReplyLimit(stage.clock),
                new Random(5),
                stage.clock,
                AgentConfig.defaults(MtaStage.HOSTNAME));
    }

    private static Script compiled(String text) {
        return switch (new SieveCompiler(SieveConfig.DEFAULT)
                .compile(text.getBytes(StandardCharsets.UTF_8), ScriptSource.NONE)) {
            case Compilation.Compiled(var script, _) -> script;
            case Compilation.Refused(var errors) -> throw new AssertionError(errors);
        };
    }

    private void script(String name, String text) {
        scripts.put(name, compiled(text));
    }

    private void annotate(Optional<MailboxId> mailbox, String name) {
        mailboxes.setMetadata(
                mailbox,
                Map.of(
                        MailboxScripts.ANNOTATION,
                        Optional.of(name.getBytes(StandardCharsets.UTF_8))));
    }

    private MailboxInfo mailbox(String name) {
        return mailboxes.find(MailboxName.of(name)).orElseThrow();
    }

    private MailboxSnapshot snapshot(String name) {
        return mailboxes.snapshot(mailbox(name).id()).orElseThrow();
    }

    private UidSet append(String... flags) {
        byte[] octets = MESSAGE.getBytes(StandardCharsets.US_ASCII);
        StagedMessage message;
        try (MessageIntake intake = stage.store.newMessage()) {
            intake.write(octets, 0, octets.length);
            message = intake.finish();
        }
        AppendOutcome outcome =
                mailboxes.append(
                        inbox,
                        List.of(new NewMessage(message, Flags.of(flags), stage.clock.instant())));
        UidSet uids = ((AppendOutcome.Appended) outcome).uids();
        happened(uids, Cause.APPEND, Optional.empty());
        return uids;
    }

    private void happened(UidSet uids, Cause cause, Optional<MailboxSnapshot> before) {
        scripted.happened(mailboxes, inbox, uids, cause, before, "s1");
    }

    private void store(UidSet uids, String flag) {
        MailboxSnapshot before = snapshot("INBOX");
        mailboxes.store(
                inbox,
                uids,
                new FlagChange(FlagChange.Mode.ADD, Flags.of(flag)),
                OptionalLong.empty());
        happened(uids, Cause.FLAG, Optional.of(before));
    }

    private String text(String mailbox) {
        StoredMessage message = mailboxes.messages(List.of(snapshot(mailbox).email(0))).getFirst();
        try (MessageOctets octets = mailboxes.octets(message)) {
            byte[] text = new byte[(int) octets.size()];
            octets.read(0, text, 0, text.length);
            return new String(text, StandardCharsets.US_ASCII);
        }
    }

    private List<String> destinations() {
        List<String> to = new ArrayList<>();
        for (QueueEntry entry : stage.queue.list(Optional.empty(), 100)) {
            entry.recipients().forEach(each -> to.add(each.address().toString()));
        }
        return to;
    }

    @Test
    void withoutAnAnnotationNothingHappens() {
        script("s", "discard;");
        append();
        assertThat(snapshot("INBOX").flags(0)).isEqualTo(Flags.NONE);
    }

    /// RFC 6785 §4.4
    @Test
    void theEnvironmentSaysWhatHappened() {
        script(
                "s",
                """
                require ["imapsieve", "environment", "imap4flags", "variables"];
                if allof (environment "location" "MS", environment "phase" "post",
                        environment "imap.user" "bob@d.example", environment "imap.mailbox" "INBOX",
                        environment :matches "imap.cause" "*") {
                    addflag "$${1}";
                    if environment :matches "imap.changedflags" "?*" { addflag "$f-${1}"; }
                }
                """);
        annotate(Optional.of(inbox), "s");
        UidSet uids = append("\\Seen");
        assertThat(snapshot("INBOX").flags(0).names())
                .containsExactlyInAnyOrder("\\Seen", "$APPEND");
        store(uids, "\\Flagged");
        assertThat(snapshot("INBOX").flags(0).names())
                .contains("\\Seen", "\\Flagged", "$APPEND", "$FLAG");
    }

    @Test
    void theAccountsAnnotationIsForMailboxesWithoutOne() {
        script("all", "require \"imap4flags\"; addflag \"all\";");
        script("one", "require \"imap4flags\"; addflag \"one\";");
        annotate(Optional.empty(), "all");
        append();
        annotate(Optional.of(inbox), "one");
        append();
        assertThat(snapshot("INBOX").flags(0).names()).containsExactly("all");
        assertThat(snapshot("INBOX").flags(1).names()).containsExactly("one");
    }

    @Test
    void flagsThatStayAsTheyWereAreNoEvent() {
        annotate(Optional.of(inbox), "s");
        UidSet uids = append("\\Seen");
        script("s", "require \"imap4flags\"; addflag \"ran\";");
        store(uids, "\\Seen");
        assertThat(snapshot("INBOX").flags(0).names()).containsExactly("\\Seen");
    }

    /// RFC 6785 §3.5, §3.6
    @Test
    void whatIsFiledElsewhereIsCopiedAndMarkedAsDeleted() {
        script("s", "require [\"fileinto\", \"imap4flags\"]; fileinto :flags \"$x\" \"Archive\";");
        annotate(Optional.of(inbox), "s");
        append("\\Seen");
        assertThat(snapshot("INBOX").flags(0).isDeleted()).isTrue();
        assertThat(snapshot("Archive").flags(0).names()).containsExactly("$x");
        assertThat(snapshot("Archive").email(0)).isEqualTo(snapshot("INBOX").email(0));
        script("s", "require [\"fileinto\", \"copy\"]; fileinto :copy \"Junk\";");
        append("\\Seen");
        assertThat(snapshot("INBOX").flags(1).names()).containsExactly("\\Seen");
        assertThat(snapshot("Junk").flags(0).names()).containsExactly("\\Seen");
        script("s", "require \"fileinto\"; fileinto \"INBOX\";");
        append();
        assertThat(snapshot("INBOX").count()).isEqualTo(3);
        assertThat(snapshot("INBOX").flags(2).isDeleted()).isFalse();
        script("s", "discard;");
        append();
        assertThat(snapshot("INBOX").flags(3).isDeleted()).isTrue();
    }

    @Test
    void whatIsRedirectedLeavesInTheOwnersName() {
        script("s", "require \"copy\"; redirect :copy \"phone@far.example\";");
        annotate(Optional.of(inbox), "s");
        append();
        assertThat(destinations()).containsExactly("phone@far.example");
        assertThat(stage.queue.list(Optional.empty(), 1).getFirst().from())
                .hasToString("<bob@d.example>");
        assertThat(snapshot("INBOX").flags(0)).isEqualTo(Flags.NONE);
    }

    @Test
    void aMailIsToldOf() {
        script("s", "require \"enotify\"; notify \"mailto:phone@far.example\";");
        annotate(Optional.of(inbox), "s");
        append();
        assertThat(destinations()).containsExactly("phone@far.example");
    }

    @Test
    void anotherMessageTakesThePlaceOfWhatAScriptHasChanged() {
        script("s", "require \"editheader\"; addheader \"X-Filed\" \"yes\"; keep;");
        annotate(Optional.of(inbox), "s");
        append("\\Seen");
        assertThat(snapshot("INBOX").count()).isEqualTo(1);
        assertThat(snapshot("INBOX").flags(0).names()).containsExactly("\\Seen");
        assertThat(text("INBOX")).isEqualTo("X-Filed: yes\r\n" + MESSAGE);
    }

    /// RFC 6785 §4.2: nobody is answered. V15
    @Test
    void anErrorLeavesTheMessageAlone() {
        annotate(Optional.of(inbox), "s");
        for (String text :
                List.of(
                        "require \"reject\"; reject \"no\";",
                        "require \"vacation\"; vacation \"away\";",
                        "require \"ihave\"; error \"broken\";")) {
            script("s", text);
            append();
        }
        scripts.put(
                "s",
                (_, _) -> {
                    throw new IllegalStateException("a bug");
                });
        append();
        assertThat(snapshot("INBOX").count()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(snapshot("INBOX").flags(i)).isEqualTo(Flags.NONE);
        }
        assertThat(destinations()).isEmpty();
    }

    /// draft-ietf-extra-sieve-snooze
    @Test
    void aMessageThatIsSetAsideComesBackAtItsTime() {
        script(
                "active",
                """
                require ["snooze", "imap4flags"];
                snooze :addflags "$back" :tzid "UTC" "18:00";
                """);
        assertThat(stage.receive("ann@far.example").to("bob@d.example").send(MESSAGE))
                .startsWith("250");
        assertThat(snapshot("INBOX").count()).isZero();
        assertThat(mailbox("Snoozed").specialUse()).contains(SpecialUse.SNOOZED);
        assertThat(snapshot("Snoozed").count()).isEqualTo(1);
        stage.work();
        assertThat(snapshot("INBOX").count()).isZero();
        stage.restart();
        mailboxes = stage.store.open(bob);
        stage.clock.advance(Duration.between(stage.clock.instant(), time("18:00")));
        stage.work();
        assertThat(snapshot("Snoozed").count()).isZero();
        assertThat(snapshot("INBOX").flags(0).names()).containsExactly("$back");
        assertThat(stage.queue.size()).isZero();
    }

    @Test
    void whatItsOwnerTookOutStaysWhereItWasPut() {
        script("active", "require \"snooze\"; snooze :mailbox \"Trash\" :tzid \"UTC\" \"18:00\";");
        for (int i = 0; i < 2; i++) {
            stage.receive("ann@far.example").to("bob@d.example").send(MESSAGE + i + "\r\n");
        }
        MailboxId snoozed = mailbox("Snoozed").id();
        mailboxes.move(snoozed, UidSet.of(1), mailbox("Archive").id());
        stage.clock.advance(Duration.between(stage.clock.instant(), time("18:00")));
        stage.work();
        assertThat(snapshot("Archive").count()).isEqualTo(1);
        assertThat(snapshot("Trash").count()).isEqualTo(1);
        assertThat(snapshot("Snoozed").count()).isZero();
        assertThat(stage.queue.size()).isZero();
    }

    private static Instant time(String clock) {
        return Instant.parse("2026-03-01T" + clock + ":00Z");
    }
}
