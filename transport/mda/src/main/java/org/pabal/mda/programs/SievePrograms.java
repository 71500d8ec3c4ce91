// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;
import org.pabal.message.UnavailableException;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.Surroundings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The programs that scripts may run: those of one directory of the administrator's, by their plain
/// names, a bounded number at a time. Safe for use by many threads; blocks.
public final class SievePrograms {
    private static final Logger LOG = LoggerFactory.getLogger(SievePrograms.class);

    /// Processes at a time. THREATS V11
    private static final int MAX_PROGRAMS = 16;

    /// Of what is handed back to a script; the rest is thrown away. THREATS V11
    private static final int MAX_RESULT_OCTETS = 1 << 20;

    /// Of all arguments together; a variable has no more than 8 KiB.
    private static final int MAX_ARGUMENT_OCTETS = 64 << 10;

    private final Programs programs;
    private final ProgramsConfig config;
    private final MailboxStore mailboxes;
    private final long maxMessageOctets;
    private final Semaphore places = new Semaphore(MAX_PROGRAMS, true);

    /// @param mailboxes take in what filters write
    /// @param maxMessageOctets of what a filter may make of a message
    public SievePrograms(
            Programs programs,
            ProgramsConfig config,
            MailboxStore mailboxes,
            long maxMessageOctets) {
        this.programs = programs;
        this.config = config;
        this.mailboxes = mailboxes;
        this.maxMessageOctets = maxMessageOctets;
    }

    /// Whether any program can be run: the extensions are offered only then.
    public boolean isOn() {
        return config.directory().isPresent();
    }

    /// How long one may run.
    public Duration limit() {
        return config.limit();
    }

    /// What a program of the settings' directory came to.
    public sealed interface Ran {
        record Ended(Programs.Ended how) implements Ran {}

        /// It may not be run so; trying again would be no use until somebody mends it.
        record Refused(String reason) implements Ran {}
    }

    /// vnd.dovecot.execute with a result.
    ///
    /// @return what it wrote, cut at its limit; empty when it failed
    /// @throws UnavailableException when too many others run
    public Optional<byte[]> execute(
            RunFor mail, String program, List<String> arguments, Surroundings.Input input) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Programs.Output output =
                (octets, length) ->
                        written.write(
                                octets, 0, Math.min(length, MAX_RESULT_OCTETS - written.size()));
        try {
            return succeeded(mail, program, run(mail, program, arguments, input(input), output))
                    ? Optional.of(written.toByteArray())
                    : Optional.empty();
        } catch (IOException trouble) {
            throw new UnavailableException("a program's input cannot be kept: " + trouble, trouble);
        }
    }

    /// vnd.dovecot.filter: what the program has made of the message, with lines that end in CRLF.
    ///
    /// @return empty when it failed, wrote nothing, or more than a message may have
    /// @throws UnavailableException when too many others run
    public Optional<StagedMessage> filter(
            RunFor mail, SieveMessage message, String program, List<String> arguments) {
        try (MessageIntake intake = mailboxes.newMessage()) {
            IntakeOutput output = new IntakeOutput(intake, maxMessageOctets);
            Ran ran =
                    run(
                            mail,
                            program,
                            arguments,
                            () -> new LineFeeds(new SieveMessageStream(message)),
                            output);
            if (!succeeded(mail, program, ran)) {
                return Optional.empty();
            }
            Optional<String> objection = output.end();
            objection.ifPresent(reason -> warn(mail, program, reason));
            return objection.isPresent() ? Optional.empty() : Optional.of(intake.finish());
        } catch (IOException trouble) {
            throw new UnavailableException("a message cannot be filtered: " + trouble, trouble);
        }
    }

    private static Programs.Input input(Surroundings.Input input) {
        return switch (input) {
            case Surroundings.Input.None _ -> Programs.Input.NOTHING;
            case Surroundings.Input.Text(var text) -> text(text);
            case Surroundings.Input.Message(var message) ->
                    () -> new LineFeeds(new SieveMessageStream(message));
        };
    }

    /// A text as a program reads it.
    public static Programs.Input text(String text) {
        return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean succeeded(RunFor mail, String program, Ran ran) {
        switch (ran) {
            case Ran.Refused(var reason) -> warn(mail, program, reason);
            case Ran.Ended(Programs.Ended.NotStarted(var reason)) -> warn(mail, program, reason);
            case Ran.Ended(Programs.Ended.TookTooLong _) -> warn(mail, program, "took too long");
            case Ran.Ended(Programs.Ended.Exited(int code, var line)) -> {
                if (code == 0) {
                    return true;
                }
                // Many say no this way: it is an answer of the test, and no trouble.
                LOG.info(
                        "event=program-said-no user={} program={} code={} {}",
                        mail.user(),
                        program,
                        code,
                        line);
            }
        }
        return false;
    }

    private static void warn(RunFor mail, String program, String reason) {
        String name = program.replaceAll("\\p{Cntrl}", "?");
        LOG.warn("event=program-failed user={} program={} {}", mail.user(), name, reason);
    }

    /// Runs a program to its end.
    ///
    /// @throws IOException when the input cannot be read or kept
    /// @throws UnavailableException when too many others run
    public Ran run(
            RunFor mail,
            String program,
            List<String> arguments,
            Programs.Input input,
            Programs.Output output)
            throws IOException {
        if (config.directory().isEmpty()) {
            return new Ran.Refused("there are no programs here: set sieve.program-dir");
        }
        Optional<String> objection = ArgumentRules.objection(arguments, MAX_ARGUMENT_OCTETS);
        if (objection.isPresent()) {
            return new Ran.Refused(objection.get());
        }
        switch (ProgramDirectory.find(config.directory().get(), program)) {
            case ProgramDirectory.Refused(var reason) -> {
                return new Ran.Refused(reason);
            }
            case ProgramDirectory.Found(Path file) -> {
                List<String> command = new ArrayList<>(arguments.size() + 1);
                command.add(file.toString());
                command.addAll(arguments);
                return new Ran.Ended(inTurn(mail, command, input, output));
            }
        }
    }

    private Programs.Ended inTurn(
            RunFor mail, List<String> command, Programs.Input input, Programs.Output output)
            throws IOException {
        try {
            if (!places.tryAcquire(config.limit().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UnavailableException(
                        MAX_PROGRAMS + " programs of scripts run already and take long");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("stopped while a program waited", stopped);
        }
        try {
            return programs.run(
                    command, mail.environment(config.path()), input, output, config.limit());
        } finally {
            places.release();
        }
    }
}
