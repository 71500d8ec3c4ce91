// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mta.testing.MtaStage.MESSAGE;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.mailbox.Filing;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Decision;
import org.pabal.mda.DeliveryAgent;
import org.pabal.mda.FilingRules;
import org.pabal.mda.LaterJob;
import org.pabal.mda.LaterJob.Reading;
import org.pabal.mda.LaterJob.Work;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.programs.Programs;
import org.pabal.mda.programs.Programs.Ended;
import org.pabal.mda.programs.ProgramsConfig;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.testing.MtaStage;
import org.pabal.storage.StorageException;

/// Programs and notifications that a script leaves behind: queued with its mail, tried again, and
/// the message kept when all fails.
final class JobDeliveryTest {
    private static final Reading ALL = new Reading.Message();

    private final MtaStage stage = new MtaStage(21);
    private final List<List<String>> commands = new ArrayList<>();
    private final List<Map<String, String>> environments = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();
    private Ended ended = new Ended.Exited(0, "");
    private final Account bob = stage.directory.account("bob@d.example");

    @TempDir private Path folder;

    @BeforeEach
    void aProgram() throws IOException {
        program("ring");
        stage.programsConfig =
                new ProgramsConfig(
                        Optional.of(folder), Duration.ofSeconds(3), ProgramsConfig.USUAL_PATH);
        stage.programs = this::run;
    }

    private void program(String name) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Ended run(
            List<String> command,
            Map<String, String> environment,
            Programs.Input input,
            Programs.Output output,
            Duration limit)
            throws IOException {
        commands.add(command);
        environments.add(environment);
        try (InputStream in = input.open()) {
            inputs.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ended;
    }

    /// Every mail leaves this work behind, and is filed besides or not.
    private void decide(Work work, boolean filed) {
        DeliveryAgent agent =
                new DeliveryAgent() {
                    @Override
                    public Decision decide(ArrivedMail mail, LocalRecipient recipient) {
                        List<Filing> filings =
                                filed
                                        ? new FilingRules().decide(mail, recipient).filings()
                                        : List.of();
                        LaterJob job = new LaterJob(work, mail.message(), mail.prefixOctets());
                        return new Decision.Taken(
                                filings, List.of(), List.of(job), List.of(), "script", List.of());
                    }

                    @Override
                    public Decision.Taken insteadOf(
                            Decision.Refused refusal, ArrivedMail mail, LocalRecipient recipient) {
                        throw new AssertionError(refusal);
                    }
                };
        stage.agent = _ -> agent;
        stage.build();
    }

    private static Work pipe(String program, boolean trying, String... arguments) {
        return new Work.Run(program, List.of(arguments), ALL, trying, true);
    }

    private void receive() {
        assertThat(stage.receive("ann@far.example").to("bob+x@d.example").send(MESSAGE))
                .startsWith("250");
    }

    private List<String> inbox() {
        return stage.mailboxes.messages(bob);
    }

    @Test
    void theProgramRunsOnceTheMailIsSafe() {
        decide(pipe("ring", false, "$(id)", "안녕"), false);
        receive();
        assertThat(commands).isEmpty();
        assertThat(stage.queue.size()).isEqualTo(1);
        stage.work();
        assertThat(stage.queue.size()).isZero();
        assertThat(commands)
                .containsExactly(List.of(folder.resolve("ring").toString(), "$(id)", "안녕"));
        assertThat(inputs.getFirst()).startsWith("Received: ").contains("\n\nHi.\n");
        assertThat(inputs.getFirst()).doesNotContain("\r");
        assertThat(environments.getFirst())
                .containsOnlyKeys(
                        "HOME", "USER", "SENDER", "RECIPIENT", "ORIG_RECIPIENT", "PATH", "LANG")
                .containsEntry("USER", "bob@d.example")
                .containsEntry("SENDER", "ann@far.example")
                .containsEntry("RECIPIENT", "bob+x@d.example")
                .containsEntry("ORIG_RECIPIENT", "bob+x@d.example");
        assertThat(inbox()).isEmpty();
    }

    @Test
    void whatMayPassIsTriedAgain() {
        decide(pipe("ring", false), false);
        receive();
        for (Ended each :
                List.of(
                        new Ended.Exited(75, "later"),
                        new Ended.Exited(111, ""),
                        new Ended.Exited(137, ""),
                        new Ended.TookTooLong(),
                        new Ended.NotStarted("no memory"))) {
            ended = each;
            stage.workNext();
            assertThat(stage.queue.size()).as("%s", each).isEqualTo(1);
        }
        ended = new Ended.Exited(0, "");
        stage.restart();
        stage.workNext();
        assertThat(stage.queue.size()).isZero();
        assertThat(commands).hasSize(6);
        assertThat(inbox()).isEmpty();
    }

    @Test
    void aNoForGoodPutsTheMessageIntoInbox() {
        ended = new Ended.Exited(1, "no phone");
        decide(pipe("ring", false), false);
        receive();
        stage.work();
        assertThat(stage.queue.size()).isZero();
        assertThat(inbox()).hasSize(1);
        assertThat(inbox().getFirst()).startsWith("Return-Path: <ann@far.example>\r\n");
        assertThat(inbox().getFirst()).contains("\r\n\r\nHi.\r\n");
    }

    /// THREATS V09
    @Test
    void soDoesAProgramThatMayNotRun() {
        decide(pipe("../ring", false), false);
        receive();
        stage.work();
        assertThat(commands).isEmpty();
        assertThat(inbox()).hasSize(1);
    }

    @Test
    void afterADayTheMessageIsKept() {
        ended = new Ended.Exited(75, "");
        decide(pipe("ring", false), false);
        receive();
        for (int i = 0; i < 20 && stage.queue.size() > 0; i++) {
            stage.workNext();
        }
        assertThat(stage.queue.size()).isZero();
        assertThat(commands.size()).isBetween(5, 12);
        assertThat(inbox()).hasSize(1);
    }

    @Test
    void whatIsTriedOnlyIsTriedOnceAndTheMessageKept() {
        ended = new Ended.Exited(75, "");
        decide(pipe("ring", true), false);
        receive();
        stage.work();
        assertThat(stage.queue.size()).isZero();
        assertThat(commands).hasSize(1);
        assertThat(inbox()).hasSize(1);
    }

    @Test
    void whatIsFiledAlreadyIsNotFiledAgain() {
        ended = new Ended.Exited(1, "");
        decide(new Work.Run("ring", List.of(), new Reading.Text("hello"), false, false), true);
        receive();
        assertThat(inbox()).hasSize(1);
        stage.work();
        assertThat(inputs).containsExactly("hello");
        assertThat(stage.queue.size()).isZero();
        assertThat(inbox()).hasSize(1);
    }

    /// Between the program and the commit: it runs once more, and the message is there once.
    @Test
    void aCrashLosesNothingAndFilesNothingTwice() {
        ended = new Ended.Exited(1, "");
        decide(pipe("ring", false), false);
        receive();
        stage.storage.failNextCommits(new StorageException.Unavailable("broken", new Exception()));
        stage.work();
        assertThat(commands).hasSize(1);
        stage.restart();
        assertThat(stage.queue.size()).isEqualTo(1);
        stage.workNext();
        assertThat(commands).hasSize(2);
        assertThat(stage.queue.size()).isZero();
        assertThat(inbox()).hasSize(1);
    }

    @Test
    void aFullMailboxWaitsAndThenTheSenderIsTold() {
        Account ann = stage.directory.account("ann@d.example");
        ended = new Ended.Exited(1, "");
        decide(pipe("ring", false), false);
        submit();
        stage.directory.account("bob@d.example", OptionalLong.of(10), true, Language.ENGLISH);
        stage.workNext();
        assertThat(stage.queue.size()).isEqualTo(1);
        stage.agent = _ -> new FilingRules();
        stage.build();
        for (int i = 0; i < 20 && stage.queue.size() > 0; i++) {
            stage.workNext();
        }
        assertThat(stage.queue.size()).isZero();
        assertThat(inbox()).isEmpty();
        assertThat(stage.mailboxes.messages(ann)).hasSize(1);
        assertThat(stage.mailboxes.messages(ann).getFirst()).contains("mailbox full");
    }

    @Test
    void aMailboxThatHasRoomAgainGetsTheMessage() {
        ended = new Ended.Exited(1, "");
        decide(pipe("ring", false), false);
        receive();
        stage.directory.account("bob@d.example", OptionalLong.of(10), true, Language.ENGLISH);
        stage.workNext();
        stage.directory.account("bob@d.example");
        stage.workNext();
        assertThat(stage.queue.size()).isZero();
        assertThat(inbox()).hasSize(1);
    }

    private void submit() {
        assertThat(
                        stage.submit("ann@d.example", "ann@d.example")
                                .to("bob@d.example")
                                .send(MESSAGE.replace("alice@", "ann@")))
                .startsWith("250");
    }

    @Test
    void anAccountThatIsGoneHasItsSenderTold() {
        Account ann = stage.directory.account("ann@d.example");
        decide(pipe("ring", false), false);
        submit();
        stage.directory.removeAccount("bob@d.example");
        stage.agent = _ -> new FilingRules();
        stage.build();
        stage.work();
        stage.work();
        assertThat(stage.queue.size()).isZero();
        assertThat(commands).isEmpty();
        assertThat(stage.mailboxes.messages(ann)).hasSize(1);
        assertThat(stage.mailboxes.messages(ann).getFirst()).contains("5.1.1");
    }

    @Test
    void aNotificationIsPostedAndTriedForAnHour() {
        List<String> posts = new ArrayList<>();
        stage.web =
                (target, json) -> {
                    posts.add(target + " " + json);
                    return Diagnosis.ours("4.4.1", "nobody there");
                };
        decide(new Work.Post(URI.create("https://ring.example/x?y=z"), "{\"a\":1}"), true);
        receive();
        assertThat(inbox()).hasSize(1);
        for (int i = 0; i < 20 && stage.queue.size() > 0; i++) {
            stage.workNext();
        }
        assertThat(stage.queue.size()).isZero();
        assertThat(posts).hasSizeBetween(3, 6);
        assertThat(posts).containsOnly("https://ring.example/x?y=z {\"a\":1}");
        assertThat(inbox()).hasSize(1);
    }
}
