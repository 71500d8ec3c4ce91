// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mta.testing.MtaStage.MESSAGE;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.Subaddress;
import org.pabal.mda.programs.Programs;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.routing.RouteTable;
import org.pabal.mta.routing.RouteTarget;
import org.pabal.mta.routing.RoutingConfig;
import org.pabal.mta.routing.Smarthosts;
import org.pabal.mta.testing.MtaStage;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// Mail for programs and Maildirs: queued with the others, kept, tried again.
final class KeepersTest {
    private final MtaStage stage = new MtaStage(12);
    private final List<List<String>> commands = new ArrayList<>();
    private final List<Map<String, String>> environments = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();
    private Programs.Ended ended = new Programs.Ended.Exited(0, "");

    private ExitCodes exitCodes = ExitCodes.SYSEXITS;
    private boolean unreadable;
    private int waits;
    private Runnable whileWaiting = () -> {};

    @TempDir private Path folder;

    private Programs.Ended run(
            List<String> command,
            Map<String, String> environment,
            Programs.Input input,
            Programs.Output output,
            Duration limit)
            throws IOException {
        commands.add(command);
        environments.add(environment);
        try (InputStream in = input.open()) {
            inputs.add(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        return ended;
    }

    private void routes(String... entries) {
        Map<String, RouteTarget> targets = new HashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            targets.put(entries[i], RouteTarget.parse(entries[i + 1]).orElseThrow());
        }
        stage.routingConfig = new RoutingConfig(Smarthosts.NONE, new RouteTable(targets));
        stage.build();
        PipeConfig sms =
                new PipeConfig(
                        List.of(
                                "/bin/sms",
                                "-t",
                                "{recipient}",
                                "x={extension};{local}",
                                "{sender}"),
                        true,
                        true,
                        Duration.ofSeconds(9),
                        exitCodes);
        Keepers keepers =
                new Keepers(
                        Map.of("sms", sms),
                        ExitCodes.SYSEXITS,
                        this::run,
                        Subaddress.PLUS,
                        storage(),
                        "mail.d.example",
                        stage.clock,
                        length -> {
                            if (waits++ > 300) {
                                throw new AssertionError("waits for ever");
                            }
                            whileWaiting.run();
                        });
        stage.keepers = keepers;
    }

    /// The stage's, whose blobs cannot be read when the test says so.
    private Storage storage() {
        return (Storage)
                Proxy.newProxyInstance(
                        Storage.class.getClassLoader(),
                        new Class<?>[] {Storage.class},
                        (_, method, arguments) -> {
                            if (unreadable && method.getName().equals("openBlob")) {
                                throw new StorageException.Unavailable(
                                        "the store is away", new Exception());
                            }
                            return method.invoke(stage.storage, arguments);
                        });
    }

    private void receive(String from, String... to) {
        assertThat(stage.receive(from).to(to).send(MESSAGE)).startsWith("250 2.0.0 Ok: queued");
        stage.work();
    }

    private List<String> maildir(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path.resolve("new"))) {
            List<String> all = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                all.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return all;
        }
    }

    private String last() {
        return stage.queue.list(Optional.empty(), 9).getFirst().recipients().stream()
                .filter(Recipient::isPending)
                .findFirst()
                .flatMap(Recipient::last)
                .map(found -> found.status() + " " + found.text())
                .orElse("nothing");
    }

    @Test
    void aProgramGetsTheMessageAndTheEnvelope() {
        routes("p.example", "pipe:sms");
        receive("ann@far.example", "bob+shop@p.example");
        assertThat(stage.queue.size()).isZero();
        assertThat(commands)
                .containsExactly(
                        List.of(
                                "/bin/sms",
                                "-t",
                                "bob+shop@p.example",
                                "x=shop;bob+shop",
                                "ann@far.example"));
        assertThat(environments.getFirst())
                .containsEntry("SENDER", "ann@far.example")
                .containsEntry("ORIGINAL_RECIPIENT", "bob+shop@p.example")
                .containsEntry("DOMAIN", "p.example");
        assertThat(inputs.getFirst())
                .startsWith(
                        "Return-Path: <ann@far.example>\nDelivered-To: bob+shop@p.example\n"
                                + "Received: ")
                .doesNotContain("\r");
    }

    @Test
    void eachRecipientRunsTheProgramOnce() {
        routes("p.example", "pipe:sms");
        assertThat(stage.receive("").to("a@p.example", "b@p.example").send(MESSAGE))
                .startsWith("250");
        assertThat(stage.queue.size()).isEqualTo(2);
        stage.work();
        assertThat(commands).hasSize(2);
        assertThat(commands.getFirst()).endsWith("x=;a", "");
    }

    /// THREATS S11.
    @Test
    void anAddressThatLooksLikeAnOptionIsNoArgument() {
        routes("p.example", "pipe:sms");
        receive("ann@far.example", "-rf@p.example");
        receive("-x@far.example", "a@p.example");
        assertThat(commands).isEmpty();
        assertThat(stage.queue.size()).isZero();
    }

    @Test
    void whatTheProgramSaysDecides() {
        routes("p.example", "pipe:sms");
        ended = new Programs.Ended.Exited(75, "come back\nlater");
        receive("ann@far.example", "a@p.example");
        assertThat(last()).startsWith("4.3.0 /bin/sms: come back");
        ended = new Programs.Ended.Exited(1, "");
        stage.workNext();
        assertThat(last()).isEqualTo("4.3.0 /bin/sms: exit code 1");
        ended = new Programs.Ended.TookTooLong();
        stage.workNext();
        assertThat(last()).isEqualTo("4.3.0 /bin/sms took longer than 9 s");
        ended = new Programs.Ended.NotStarted("no such file");
        stage.workNext();
        assertThat(last()).isEqualTo("4.3.5 /bin/sms cannot be run: no such file");
        ended = new Programs.Ended.Exited(0, "");
        stage.restart();
        routes("p.example", "pipe:sms");
        stage.workNext();
        assertThat(stage.queue.size()).isZero();
        assertThat(commands).hasSize(5);
    }

    @Test
    void exitCodesMeanWhatMailProgramsMeanByThem() {
        assertThat(status(67, "")).isEqualTo("5.1.1");
        assertThat(status(77, "")).isEqualTo("5.7.0");
        assertThat(status(64, "")).isEqualTo("5.3.0");
        assertThat(status(78, "")).isEqualTo("5.3.5");
        assertThat(status(75, "")).isEqualTo("4.3.0");
        assertThat(status(79, "")).isEqualTo("4.3.0");
        assertThat(status(137, "")).isEqualTo("4.3.0");
        assertThat(status(1, "5.7.1 not you")).isEqualTo("5.7.1");
        assertThat(status(67, "4.2.2 full")).isEqualTo("4.2.2");
        assertThat(status(0, "5.7.1 not you")).isEqualTo("2.0.0");
        for (int code = 1; code < 256; code++) {
            boolean permanent = code >= 64 && code <= 78 && code != 75;
            assertThat(status(code, "").startsWith("5")).as("%d", code).isEqualTo(permanent);
        }
    }

    private static String status(int code, String output) {
        return ExitStatus.diagnosis("/p", code, output, ExitCodes.SYSEXITS).status().toString();
    }

    @Test
    void exitCodesOfQmailMeanWhatTheyMeanThere() {
        exitCodes = ExitCodes.QMAIL;
        routes("p.example", "pipe:sms");
        ended = new Programs.Ended.Exited(111, "");
        receive("ann@far.example", "a@p.example");
        assertThat(last()).startsWith("4.3.0");
        ended = new Programs.Ended.Exited(99, "");
        stage.workNext();
        assertThat(stage.queue.size()).isZero();
        for (int code : new int[] {100, 112, 64, 77}) {
            assertThat(ExitStatus.diagnosis("/p", code, "", ExitCodes.QMAIL).status().isPermanent())
                    .as("%d", code)
                    .isTrue();
        }
    }

    /// qmail-command(8)
    @Test
    void theEnvironmentIsQmailsToo() {
        routes("*", "smarthost", "a.b.p.example", "pipe:sms");
        receive("ann@far.example", "bob+x-y-z@a.b.p.example");
        assertThat(environments.getFirst())
                .containsEntry("SENDER", "ann@far.example")
                .containsEntry("NEWSENDER", "ann@far.example")
                .containsEntry("USER", "bob")
                .containsEntry("LOCAL", "bob+x-y-z")
                .containsEntry("HOST", "a.b.p.example")
                .containsEntry("HOST2", "a.b.p")
                .containsEntry("HOST3", "a.b")
                .containsEntry("HOST4", "a")
                .containsEntry("EXT", "x-y-z")
                .containsEntry("EXT2", "y-z")
                .containsEntry("EXT3", "z")
                .containsEntry("EXT4", "")
                .containsEntry("DEFAULT", "x-y-z")
                .containsEntry("DTLINE", "Delivered-To: bob+x-y-z@a.b.p.example\n")
                .containsEntry("RPLINE", "Return-Path: <ann@far.example>\n")
                .containsEntry("UFLINE", "From ann@far.example Sun Mar  1 09:00:00 2026\n");
    }

    @Test
    void aPipeThatIsNoLongerInTheSettingsWaits() {
        routes("p.example", "pipe:gone");
        receive("ann@far.example", "a@p.example");
        assertThat(last()).isEqualTo("4.3.5 the settings have no [pipes.gone]");
    }

    @Test
    void aMaildirIsMadeForAnAccountAndFilled() throws Exception {
        routes("d.example", "maildir:" + folder + "/{domain}/{local}");
        stage.directory.account("bob@d.example");
        receive("ann@far.example", "Bob@d.example");
        receive("", "bob@d.example");
        assertThat(stage.queue.size()).isZero();
        Path maildir = folder.resolve("d.example/bob");
        assertThat(maildir(maildir)).hasSize(2);
        assertThat(maildir(maildir).getFirst())
                .startsWith("Return-Path: <")
                .contains("Delivered-To: ")
                .contains("Subject: hello\n")
                .doesNotContain("\r");
        assertThat(maildir.resolve("tmp")).isEmptyDirectory();
        assertThat(maildir.resolve("cur")).isEmptyDirectory();
        assertThat(Files.getPosixFilePermissions(maildir)).hasSize(3);
    }

    @Test
    void aCopyIsThereOnceAlthoughItsEndWasNotRecorded() throws Exception {
        routes("c.example", "maildir:" + folder + "/all");
        stage.pause =
                length -> {
                    throw new InterruptedException("the server stops");
                };
        assertThat(stage.receive("a@far.example").to("x@c.example", "y@c.example").send(MESSAGE))
                .startsWith("250");
        stage.storage.failNextCommits(new StorageException.Unavailable("broken", new Exception()));
        stage.work();
        assertThat(Thread.interrupted()).isTrue();
        stage.restart();
        routes("c.example", "maildir:" + folder + "/all");
        stage.workNext();
        assertThat(stage.queue.size()).isZero();
        assertThat(maildir(folder.resolve("all"))).hasSize(2);
    }

    @Test
    void aMaildirThatCannotBeWrittenWaits() throws Exception {
        Files.writeString(folder.resolve("file"), "in the way");
        routes("c.example", "maildir:" + folder + "/file/x");
        receive("a@far.example", "x@c.example");
        assertThat(last()).startsWith("4.2.0 Maildir " + folder + "/file/x cannot be written");
        Files.delete(folder.resolve("file"));
        stage.workNext();
        assertThat(maildir(folder.resolve("file/x"))).hasSize(1);
    }

    @Test
    void linesEndInLineFeedsAndNothingElseChanges() throws Exception {
        routes("c.example", "maildir:" + folder + "/all");
        StringBuilder long1 = new StringBuilder(MESSAGE);
        for (int i = 0; i < 5_000; i++) {
            long1.append("line ").append(i).append("\r\n");
        }
        assertThat(stage.receive("a@far.example").to("x@c.example").send(long1.toString()))
                .startsWith("250");
        stage.work();
        String kept = maildir(folder.resolve("all")).getFirst();
        String body = long1.substring(long1.indexOf("\r\n\r\n")).replace("\r\n", "\n");
        assertThat(kept).endsWith(body);
    }

    private Path mbox() {
        routes("c.example", "mbox:" + folder + "/all");
        return folder.resolve("all");
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    @Test
    void anMboxGetsMessagesOneAfterTheOther() throws Exception {
        Path mbox = mbox();
        receive("a@far.example", "x@c.example");
        receive("", "y@c.example");
        assertThat(stage.queue.size()).isZero();
        assertThat(read(mbox))
                .startsWith(
                        "From a@far.example Sun Mar  1 09:00:00 2026\n"
                                + "Return-Path: <a@far.example>\nDelivered-To: x@c.example\n")
                .contains("\n\nHi.\n\nFrom MAILER-DAEMON Sun Mar  1 09:00:00 2026\n")
                .endsWith("\n\nHi.\n\n")
                .doesNotContain("\r");
        assertThat(Files.getPosixFilePermissions(mbox)).hasSize(2);
        assertThat(folder.resolve("all.lock")).doesNotExist();
    }

    @Test
    void linesThatLookLikeABeginningAreQuoted() throws Exception {
        Path mbox = mbox();
        String body =
                "From a\r\n>From b\r\n>>From \r\nFrom\r\n> From c\r\n x\r\n>\r\nFro\r\n\r\nFrom e";
        assertThat(stage.receive("a@far.example").to("x@c.example").send(MESSAGE + body + "\r\n"))
                .startsWith("250");
        stage.work();
        assertThat(read(mbox))
                .endsWith(
                        "Hi.\n>From a\n>>From b\n>>>From \nFrom\n> From c\n x\n>\nFro\n\n"
                                + ">From e\n\n");
    }

    @Test
    void whatStoodThereBeforeIsKeptApart() throws Exception {
        for (String before : List.of("x", "x\n", "x\n\n")) {
            Path mbox = mbox();
            Files.writeString(mbox, before);
            receive("a@far.example", "x@c.example");
            assertThat(read(mbox)).startsWith("x\n\nFrom a@far.example ");
        }
    }

    @Test
    void anotherProgramsLockIsWaitedFor() throws Exception {
        Path mbox = mbox();
        Path lock = Files.writeString(folder.resolve("all.lock"), "1");
        whileWaiting =
                () -> {
                    if (waits == 3) {
                        delete(lock);
                    }
                };
        receive("a@far.example", "x@c.example");
        assertThat(waits).isEqualTo(3);
        assertThat(read(mbox)).contains("Hi.");
    }

    @Test
    void aLockThatStaysMakesTheMailWait() throws Exception {
        Path mbox = mbox();
        Path lock = Files.writeString(folder.resolve("all.lock"), "1");
        receive("a@far.example", "x@c.example");
        assertThat(last()).startsWith("4.2.0 mbox " + mbox).contains("another program holds it");
        assertThat(mbox).doesNotExist();
        Files.setLastModifiedTime(
                lock,
                java.nio.file.attribute.FileTime.from(stage.clock.instant().minusSeconds(400)));
        stage.workNext();
        assertThat(read(mbox)).contains("Hi.");
        assertThat(lock).doesNotExist();
    }

    @Test
    void theSystemsLockIsKeptToo() throws Exception {
        Path mbox = mbox();
        Files.createFile(mbox);
        Process other =
                new ProcessBuilder(
                                "python3",
                                "-c",
                                "import fcntl,sys\nf=open(sys.argv[1],'r+')\nfcntl.lockf(f,"
                                        + "fcntl.LOCK_EX)\nprint('locked',flush=True)\n"
                                        + "sys.stdin.read()",
                                mbox.toString())
                        .start();
        assertThat(other.getInputStream().read()).isPositive();
        whileWaiting =
                () -> {
                    if (waits == 5) {
                        other.destroyForcibly();
                    } else if (waits > 5) {
                        other.onExit().join();
                    }
                };
        receive("a@far.example", "x@c.example");
        assertThat(waits).isBetween(5, 7);
        assertThat(read(mbox)).contains("Hi.");
    }

    /// A server that died in the middle: what it had written is cut off, and only that.
    @Test
    void halfAMessageOfABrokenDeliveryIsCutOff() throws Exception {
        Path mbox = mbox();
        Files.writeString(mbox, "From x Sun Mar  1 08:00:00 2026\n\nold\n\n");
        String from = "From a@far.example Sun Mar  1 09:00:00 2026\n";
        long size = Files.size(mbox);
        Files.writeString(folder.resolve("all.lock"), "999999999\npabal " + size + "\n" + from);
        Files.writeString(mbox, from + "Return-Path: <a@", java.nio.file.StandardOpenOption.APPEND);
        receive("a@far.example", "x@c.example");
        assertThat(read(mbox)).containsOnlyOnce("a@far.example Sun").contains("old\n\nFrom a@far");
    }

    @Test
    void whatAnotherProgramHasAppendedSinceStays() throws Exception {
        Path mbox = mbox();
        String from = "From a@far.example Sun Mar  1 09:00:00 2026\n";
        Files.writeString(folder.resolve("all.lock"), "999999999\npabal 0\n" + from);
        Files.writeString(mbox, from + "Return\nFrom z Sun\n\nother\n\n");
        receive("a@far.example", "x@c.example");
        assertThat(read(mbox)).contains("other\n\nFrom a@far.example ").startsWith(from + "Return");
    }

    @Test
    void whatGoesWrongLeavesTheMboxAsItWas() throws Exception {
        Path mbox = mbox();
        Files.writeString(mbox, "old\n\n");
        assertThat(stage.receive("a@far.example").to("x@c.example").send(MESSAGE))
                .startsWith("250");
        unreadable = true;
        stage.work();
        assertThat(last()).startsWith("4.2.0 mbox").contains("the store is away");
        assertThat(read(mbox)).isEqualTo("old\n\n");
        assertThat(folder.resolve("all.lock")).doesNotExist();
        unreadable = false;
        stage.workNext();
        assertThat(read(mbox)).contains("Hi.");
    }

    @Test
    void linksAndFoldersAreNoMbox() throws Exception {
        Path mbox = mbox();
        Files.createSymbolicLink(mbox, Path.of("elsewhere"));
        receive("a@far.example", "x@c.example");
        assertThat(last()).startsWith("4.2.0 mbox");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void devNullTakesEverything() throws Exception {
        routes("c.example", "mbox:/dev/null");
        receive("a@far.example", "x@c.example");
        assertThat(stage.queue.size()).isZero();
        assertThat(Path.of("/dev/null.lock")).doesNotExist();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException trouble) {
            throw new AssertionError(trouble);
        }
    }
}
