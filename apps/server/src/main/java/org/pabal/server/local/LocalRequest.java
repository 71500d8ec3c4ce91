// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.ReturnContent;

/// What a program of this host asks the server for: lines of `word value`, ended by an empty one;
/// the message follows. The first line is `pabal 1` and what is asked for.
///
/// @param id by which a mail is submitted once; 32 hexadecimal digits
/// @param from the sender, possibly without domain; empty for the user, `<>` for nobody
/// @param name of the author, where the message names none
/// @param recipients possibly without domain
/// @param mailbox where delivery files by preset
/// @param original the recipient as the mail had it; for delivery
/// @param refusals whether a refused recipient is reported to the sender
record LocalRequest(
        Kind kind,
        String id,
        Optional<String> from,
        String name,
        List<String> recipients,
        Optional<String> mailbox,
        Optional<String> original,
        Refusals refusals,
        Asked asked) {
    static final int MAX_RECIPIENTS = 10_000;
    static final int MAX_LINE_OCTETS = 4_096;
    static final int MAX_LINES = MAX_RECIPIENTS + 20;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    LocalRequest {
        recipients = List.copyOf(recipients);
    }

    enum Kind {
        /// A mail for anyone.
        SUBMIT,
        /// A mail into mailboxes of this server.
        DELIVER,
        /// Whether its recipients take mail; there is no message.
        VERIFY,
        /// A session of SMTP follows.
        SMTP;

        String firstLine() {
            return "pabal 1 " + name().toLowerCase(Locale.ROOT);
        }
    }

    enum Refusals {
        TOLD,
        REPORTED
    }

    /// What is asked about reports. RFC 3461.
    ///
    /// @param events of which the sender is told; empty when nothing is asked; an empty set for never
    record Asked(
            Optional<Set<Notify>> events,
            Optional<ReturnContent> returned,
            Optional<String> envelopeId) {
        static final Asked NOTHING =
                new Asked(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// The lines are not of the form above.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    LocalRequest to(List<String> others) {
        return new LocalRequest(kind, id, from, name, others, mailbox, original, refusals, asked);
    }

    LocalRequest as(String otherId) {
        return new LocalRequest(
                kind, otherId, from, name, recipients, mailbox, original, refusals, asked);
    }

    LocalRequest reporting() {
        return new LocalRequest(
                kind, id, from, name, recipients, mailbox, original, Refusals.REPORTED, asked);
    }

    /// As it travels, with its empty line.
    byte[] octets() {
        StringBuilder lines = new StringBuilder(256);
        line(lines, kind.firstLine());
        line(lines, "id " + id);
        from.ifPresent(text -> line(lines, "from " + text));
        if (!name.isEmpty()) {
            line(lines, "name " + name);
        }
        recipients.forEach(text -> line(lines, "to " + text));
        mailbox.ifPresent(text -> line(lines, "mailbox " + text));
        original.ifPresent(text -> line(lines, "original " + text));
        if (refusals == Refusals.REPORTED) {
            line(lines, "refusals reported");
        }
        asked.events().ifPresent(events -> line(lines, "notify " + words(events)));
        asked.returned()
                .ifPresent(what -> line(lines, "return " + what.name().toLowerCase(Locale.ROOT)));
        asked.envelopeId().ifPresent(text -> line(lines, "envelope-id " + text));
        line(lines, "");
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder lines, String text) {
        lines.append(text.replaceAll("\\p{Cntrl}", " ")).append("\r\n");
    }

    private static String words(Set<Notify> events) {
        return events.isEmpty()
                ? "never"
                : String.join(
                        ",",
                        EnumSet.copyOf(events).stream()
                                .map(event -> event.name().toLowerCase(Locale.ROOT))
                                .toList());
    }

    /// @param lines without the empty one
    static LocalRequest parse(List<String> lines) throws Malformed {
        Reader reader = new Reader(lines.isEmpty() ? "" : lines.getFirst());
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            int space = line.indexOf(' ');
            if (space < 0) {
                throw new Malformed("a line is not of the form word value: " + shown(line));
            }
            reader.take(line.substring(0, space), line.substring(space + 1));
        }
        return reader.request();
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) : text;
    }

    private static final class Reader {
        private final Kind kind;
        private final List<String> recipients = new ArrayList<>();
        private String id = "";
        private String name = "";
        private Optional<String> from = Optional.empty();
        private Optional<String> mailbox = Optional.empty();
        private Optional<String> original = Optional.empty();
        private Optional<Set<Notify>> notify = Optional.empty();
        private Optional<ReturnContent> returned = Optional.empty();
        private Optional<String> envelopeId = Optional.empty();
        private Refusals refusals = Refusals.TOLD;

        Reader(String firstLine) throws Malformed {
            for (Kind each : Kind.values()) {
                if (each.firstLine().equals(firstLine)) {
                    this.kind = each;
                    return;
                }
            }
            throw new Malformed("this is no request of this version: " + shown(firstLine));
        }

        void take(String word, String value) throws Malformed {
            switch (word) {
                case "id" -> id = value;
                case "name" -> name = value;
                case "from" -> from = Optional.of(value);
                case "to" -> recipient(value);
                case "mailbox" -> mailbox = Optional.of(value);
                case "original" -> original = Optional.of(value);
                case "refusals" -> refusals = one(Refusals.values(), value);
                case "return" -> returned = Optional.of(one(ReturnContent.values(), value));
                case "envelope-id" -> envelopeId = Optional.of(value);
                case "notify" -> notify = Optional.of(events(value));
                default -> throw new Malformed("there is no word " + shown(word));
            }
        }

        private void recipient(String value) throws Malformed {
            if (recipients.size() >= MAX_RECIPIENTS) {
                throw new Malformed("there are more than " + MAX_RECIPIENTS + " recipients");
            }
            recipients.add(value);
        }

        private static Set<Notify> events(String value) throws Malformed {
            Set<Notify> events = EnumSet.noneOf(Notify.class);
            if (!value.equals("never")) {
                for (String word : value.split(",")) {
                    events.add(one(Notify.values(), word));
                }
            }
            return events;
        }

        private static <E extends Enum<E>> E one(E[] all, String word) throws Malformed {
            for (E each : all) {
                if (each.name().equalsIgnoreCase(word)) {
                    return each;
                }
            }
            throw new Malformed("not understood: " + shown(word));
        }

        LocalRequest request() throws Malformed {
            if (kind != Kind.SMTP && recipients.isEmpty()) {
                throw new Malformed("there is no recipient");
            }
            if (kind != Kind.SMTP && !ID.matcher(id).matches()) {
                throw new Malformed("there is no id");
            }
            return new LocalRequest(
                    kind,
                    id,
                    from,
                    name,
                    recipients,
                    mailbox,
                    original,
                    refusals,
                    new Asked(notify, returned, envelopeId));
        }
    }
}
