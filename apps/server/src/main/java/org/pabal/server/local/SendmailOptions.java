// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.ReturnContent;

/// The command line of `sendmail`, as its callers have written it since 1983: letters in one word
/// (`-ti`), values in the same word or the next (`-fbob`, `-f bob`). docs/operations/local.md lists
/// what each does here.
///
/// @param readsRecipients `-t`
/// @param dotEnds a line with a dot ends the message; `-i` and `-oi` say no
/// @param from `-f`, `-r`
/// @param name `-F`
/// @param refusals `-oem` and `-oee`: reported, and not told
record SendmailOptions(
        Mode mode,
        boolean readsRecipients,
        boolean dotEnds,
        Optional<String> from,
        String name,
        LocalRequest.Refusals refusals,
        LocalRequest.Asked asked,
        List<String> recipients) {

    enum Mode {
        /// `-bm`
        SUBMIT,
        /// `-bs`
        SMTP,
        /// `-bp`, `mailq`
        QUEUE,
        /// `-bi`, `-I`, `newaliases`
        ALIASES,
        /// `-bv`
        VERIFY,
        /// `-q`
        FLUSH
    }

    /// The command line is not understood.
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String option) {
            super(option);
        }
    }

    /// Letters whose value is theirs or the next word, and which mean nothing here.
    private static final String IGNORED_WITH_VALUE = "ACDLXdhp";

    /// Letters that mean nothing here: verbosity, metoo, no aliases, initial submission...
    private static final String IGNORED = "GUmnvx";

    static SendmailOptions parse(List<String> words, Mode preset) throws Unusable {
        Reader reader = new Reader(words, preset);
        reader.read();
        return reader.options();
    }

    private static final class Reader {
        private final List<String> words;
        private int next;
        private String word = "";
        private int at;
        private Mode mode;
        private boolean readsRecipients;
        private boolean dotEnds = true;
        private Optional<String> from = Optional.empty();
        private String name = "";
        private LocalRequest.Refusals refusals = LocalRequest.Refusals.TOLD;
        private Optional<Set<Notify>> events = Optional.empty();
        private Optional<ReturnContent> returned = Optional.empty();
        private Optional<String> envelopeId = Optional.empty();
        private final List<String> recipients = new ArrayList<>();

        Reader(List<String> words, Mode preset) {
            this.words = words;
            this.mode = preset;
        }

        void read() throws Unusable {
            while (next < words.size()) {
                word = words.get(next++);
                if (word.equals("--")) {
                    recipients.addAll(words.subList(next, words.size()));
                    return;
                }
                if (word.startsWith("-") && word.length() > 1) {
                    letters();
                } else {
                    recipients.add(word);
                }
            }
        }

        private void letters() throws Unusable {
            at = 1;
            while (at < word.length()) {
                letter(word.charAt(at++));
            }
        }

        private void letter(char letter) throws Unusable {
            switch (letter) {
                case 't' -> readsRecipients = true;
                case 'i' -> dotEnds = false;
                case 'I' -> mode = Mode.ALIASES;
                case 'f', 'r' -> from = Optional.of(unbracketed(value()));
                case 'F' -> name = value();
                case 'b' -> mode(value());
                case 'B' -> value(); // 7BIT or 8BITMIME: what it is, is seen
                case 'N' -> notify(value());
                case 'R' -> returned(value());
                case 'V' -> envelopeId = Optional.of(value());
                case 'e' -> errors(rest());
                case 'o' -> option(rest());
                case 'O' -> longOption(value());
                case 'q' -> {
                    mode = Mode.FLUSH;
                    rest(); // an interval, or which part of the queue
                }
                default -> {
                    if (IGNORED_WITH_VALUE.indexOf(letter) >= 0) {
                        ignoredValue(letter);
                    } else if (IGNORED.indexOf(letter) < 0) {
                        throw new Unusable("-" + letter);
                    }
                }
            }
        }

        /// `-Am`, `-Ac` and `-d…`, `-p…` stand in one word.
        private void ignoredValue(char letter) throws Unusable {
            if ("Adp".indexOf(letter) >= 0) {
                rest();
            } else {
                value();
            }
        }

        private String rest() {
            String rest = word.substring(at);
            at = word.length();
            return rest;
        }

        private String value() throws Unusable {
            if (at < word.length()) {
                return rest();
            }
            if (next >= words.size()) {
                throw new Unusable(word);
            }
            return words.get(next++);
        }

        private static String unbracketed(String address) {
            String text = address.strip();
            return text.length() > 2 && text.startsWith("<") && text.endsWith(">")
                    ? text.substring(1, text.length() - 1)
                    : text;
        }

        private void mode(String letter) throws Unusable {
            mode =
                    switch (letter) {
                        case "m" -> Mode.SUBMIT;
                        case "s" -> Mode.SMTP;
                        case "p" -> Mode.QUEUE;
                        case "i" -> Mode.ALIASES;
                        case "v" -> Mode.VERIFY;
                        default -> throw new Unusable("-b" + letter);
                    };
        }

        /// `-oi`, `-oem`, and any other, whose value stands in the same word.
        private void option(String text) {
            if (text.startsWith("i")) {
                dotEnds = false;
            } else if (text.startsWith("e")) {
                errors(text.substring(1));
            }
        }

        /// The names that sendmail has for the same.
        private void longOption(String text) {
            String given = text.toLowerCase(Locale.ROOT).replace(" ", "");
            if (given.equals("ignoredots") || given.equals("ignoredots=true")) {
                dotEnds = false;
            } else if (given.startsWith("errormode=")) {
                errors(given.substring("errormode=".length()));
            }
        }

        private void errors(String how) {
            refusals =
                    how.startsWith("m") || how.startsWith("e")
                            ? LocalRequest.Refusals.REPORTED
                            : LocalRequest.Refusals.TOLD;
        }

        private void notify(String text) throws Unusable {
            Set<Notify> asked = EnumSet.noneOf(Notify.class);
            for (String event : text.toUpperCase(Locale.ROOT).split(",")) {
                switch (event.strip()) {
                    case "NEVER" -> {}
                    case "SUCCESS" -> asked.add(Notify.SUCCESS);
                    case "FAILURE" -> asked.add(Notify.FAILURE);
                    case "DELAY" -> asked.add(Notify.DELAY);
                    default -> throw new Unusable("-N " + text);
                }
            }
            events = Optional.of(asked);
        }

        private void returned(String text) throws Unusable {
            returned =
                    Optional.of(
                            switch (text.toLowerCase(Locale.ROOT)) {
                                case "full" -> ReturnContent.FULL;
                                case "hdrs" -> ReturnContent.HEADERS;
                                default -> throw new Unusable("-R " + text);
                            });
        }

        /// With a queue to flush and recipients, mail is meant: `-q` came along.
        SendmailOptions options() {
            boolean mail = mode == Mode.FLUSH && (readsRecipients || !recipients.isEmpty());
            return new SendmailOptions(
                    mail ? Mode.SUBMIT : mode,
                    readsRecipients,
                    dotEnds,
                    from,
                    name,
                    refusals,
                    new LocalRequest.Asked(events, returned, envelopeId),
                    List.copyOf(recipients));
        }
    }
}
