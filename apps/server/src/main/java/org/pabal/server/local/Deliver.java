// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `pabal deliver`: a message from standard input into mailboxes, for programs that call Dovecot's
/// `dovecot-lda` or Cyrus' `deliver`. It is delivered as any mail, scripts and all. A way without the
/// server there is none: `75`, come again, while it does not run.
final class Deliver {
    private static final int STORED = SysExit.OK;

    private final Invocation invocation;

    Deliver(Invocation invocation) {
        this.invocation = invocation;
    }

    /// @param from `-f`; `-r` of Cyrus' deliver
    /// @param original `-a` of dovecot-lda: for whom the mail was on its way
    private record Options(
            List<String> recipients,
            Optional<String> from,
            Optional<String> mailbox,
            Optional<String> original,
            Optional<Path> file) {
        Options to(String user) {
            return new Options(List.of(user), from, mailbox, original, file);
        }
    }

    /// The command line is not understood.
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String option) {
            super(option);
        }
    }

    int run(List<String> words) throws IOException {
        Options options;
        try {
            options = new Reader(words).options();
            if (options.recipients().isEmpty()) {
                options = options.to(invocation.user());
            }
        } catch (Unusable unusable) {
            return invocation.fail(
                    SysExit.USAGE, "local.option", String.valueOf(unusable.getMessage()));
        }
        try (InputStream in = input(options);
                GivenMessage message = GivenMessage.read(in, GivenMessage.End.INPUT)) {
            return deliver(options, message);
        }
    }

    private InputStream input(Options options) throws IOException {
        return options.file().isPresent()
                ? Files.newInputStream(options.file().get())
                : invocation.in();
    }

    private int deliver(Options options, GivenMessage message) {
        LocalRequest request =
                new LocalRequest(
                        LocalRequest.Kind.DELIVER,
                        Sendmail.newId(),
                        options.from().map(from -> from.isEmpty() ? "<>" : from),
                        "",
                        options.recipients(),
                        options.mailbox(),
                        options.original(),
                        LocalRequest.Refusals.TOLD,
                        LocalRequest.Asked.NOTHING);
        Optional<LocalServer> server = LocalServer.connect(invocation.directory());
        if (server.isEmpty()) {
            return invocation.fail(SysExit.TRY_AGAIN, "local.no-server");
        }
        try (LocalServer there = server.get()) {
            return exitCode(options, there.give(request, message));
        } catch (IOException lost) {
            return invocation.fail(SysExit.TRY_AGAIN, "local.lost", lost.toString());
        }
    }

    /// With several recipients: that of the first that failed, and 75 before all others, since the
    /// caller tries again then.
    private int exitCode(Options options, List<String> replies) {
        int first = STORED;
        for (int i = 0; i < options.recipients().size(); i++) {
            String reply = replies.get(Math.min(i, replies.size() - 1));
            int code = SysExit.of(reply);
            if (code != STORED) {
                invocation.fail(code, "local.refused", options.recipients().get(i), reply);
                first = first == STORED || code == SysExit.TRY_AGAIN ? code : first;
            }
        }
        return first;
    }

    /// `-a` and `-r` mean different things to the two programs: with `-d` it is dovecot-lda's command
    /// line, and they are the address that the mail had; without, `-r` is the sender and `-a` who
    /// calls, which the kernel tells better.
    private static final class Reader {
        private final List<String> words;
        private int next;

        Reader(List<String> words) {
            this.words = words;
        }

        Options options() throws Unusable {
            List<String> recipients = new ArrayList<>();
            Optional<String> from = Optional.empty();
            Optional<String> mailbox = Optional.empty();
            Optional<String> named = Optional.empty();
            Optional<String> last = Optional.empty();
            boolean dovecot = false;
            Optional<Path> file = Optional.empty();
            while (next < words.size()) {
                String word = words.get(next++);
                if (word.equals("--")) {
                    recipients.addAll(words.subList(next, words.size()));
                    break;
                }
                if (!word.startsWith("-") || word.length() < 2) {
                    recipients.add(word);
                    continue;
                }
                switch (word.charAt(1)) {
                    case 'd' -> {
                        dovecot = true;
                        recipients.add(value(word));
                    }
                    case 'r' -> last = Optional.of(value(word).replaceAll("[<>]", ""));
                    case 'f' -> from = Optional.of(value(word).replaceAll("[<>]", ""));
                    case 'm' -> mailbox = Optional.of(value(word));
                    case 'a' -> named = Optional.of(value(word));
                    case 'p' -> file = Optional.of(Path.of(value(word)));
                    case 'k', 'e' -> requireAlone(word);
                    case 'c', 'o' -> value(word);
                    default -> throw new Unusable(word);
                }
            }
            return dovecot
                    ? new Options(recipients, from, mailbox, last.isPresent() ? last : named, file)
                    : new Options(
                            recipients,
                            from.isPresent() ? from : last,
                            mailbox,
                            Optional.empty(),
                            file);
        }

        private void requireAlone(String word) throws Unusable {
            if (word.length() > 2) {
                throw new Unusable(word);
            }
        }

        private String value(String word) throws Unusable {
            if (word.length() > 2) {
                return word.substring(2);
            }
            if (next >= words.size()) {
                throw new Unusable(word);
            }
            return words.get(next++);
        }
    }
}
