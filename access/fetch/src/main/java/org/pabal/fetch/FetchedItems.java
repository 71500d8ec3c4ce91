// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.ModifiedUtf7;

/// What a FETCH response tells of one message. RFC 3501 §7.4.2.
///
/// @param isMessage false for a response that is none of FETCH, or names no UID
/// @param body of BODY[]; empty for NIL and where it is not told
record FetchedItems(boolean isMessage, RemoteMessage message, Optional<byte[]> body) {
    private static final int MAX_FLAGS = 1_000;
    private static final int MAX_MESSAGE_ID = 1_000;

    long uid() {
        return message.uid();
    }

    /// `"FETCH" SP "(" 1*(item SP value) ")"`, behind a number.
    static FetchedItems read(ImapParser in) throws ImapSyntaxException {
        Items items = new Items();
        if (in.isSequenceSetNext()) {
            in.number();
            if (in.space().skipWord("FETCH")) {
                in.space().expect('(');
                do {
                    items.item(in);
                } while (in.skip(' '));
                in.expect(')');
            }
        }
        return new FetchedItems(
                items.uid > 0,
                new RemoteMessage(
                        items.uid,
                        items.octets,
                        items.date,
                        items.flags,
                        items.labels,
                        items.messageId),
                items.body);
    }

    private static final class Items {
        private long uid;
        private long octets;
        private Optional<Instant> date = Optional.empty();
        private List<String> flags = List.of();
        private List<String> labels = List.of();
        private String messageId = "";
        private Optional<byte[]> body = Optional.empty();

        private void item(ImapParser in) throws ImapSyntaxException {
            String name = in.word();
            if (in.isNext('[')) {
                String section = section(in);
                Optional<byte[]> value = in.space().nstringOctets();
                if (name.equals("BODY") && section.isEmpty()) {
                    body = value;
                } else {
                    messageId = value.map(Items::messageId).orElse("");
                }
                return;
            }
            in.space();
            switch (name) {
                case "UID" -> uid = in.nzNumber();
                case "RFC822.SIZE" -> octets = in.number64();
                case "FLAGS" -> flags = flags(in);
                case "X-GM-LABELS" ->
                        labels =
                                flags(in).stream()
                                        .map(each -> ModifiedUtf7.decode(each).orElse(each))
                                        .toList();
                case "INTERNALDATE" -> date = date(in);
                default -> skipValue(in);
            }
        }

        /// `"[" … "]"`, with what a list of fields holds, and an origin behind it.
        private static String section(ImapParser in) throws ImapSyntaxException {
            StringBuilder section = new StringBuilder();
            in.expect('[');
            while (!in.skip(']')) {
                if (in.skip('(') || in.skip(')') || in.skip(' ')) {
                    section.append(' ');
                } else {
                    section.append(in.isNext('"') ? in.string() : in.atom());
                }
            }
            return section.toString();
        }

        private static String messageId(byte[] fields) {
            String text = new String(fields, ISO_8859_1).replaceAll("\r\n([ \t])", "$1");
            return text.lines()
                    .filter(line -> line.regionMatches(true, 0, "Message-ID:", 0, 11))
                    .map(line -> line.substring(11).strip())
                    .filter(line -> line.length() <= MAX_MESSAGE_ID)
                    .findFirst()
                    .orElse("");
        }

        /// What is no date, other servers have kept all the same.
        private static Optional<Instant> date(ImapParser in) throws ImapSyntaxException {
            String quoted = '"' + in.string() + '"';
            try {
                return Optional.of(new ImapParser(quoted.getBytes(ISO_8859_1), 1).dateTime());
            } catch (ImapSyntaxException noDate) {
                return Optional.empty();
            }
        }
    }

    /// `"(" [flag *(SP flag)] ")"`: whatever a server calls a flag, an attribute, or a label.
    static List<String> flags(ImapParser in) throws ImapSyntaxException {
        List<String> flags = new ArrayList<>();
        in.expect('(');
        while (!in.skip(')')) {
            if (in.skip('\\')) {
                flags.add('\\' + (in.skip('*') ? "*" : in.atom()));
            } else {
                flags.add(new String(in.astringOctets(), ISO_8859_1));
            }
            if (flags.size() > MAX_FLAGS) {
                throw in.expected("fewer flags");
            }
            in.skip(' ');
        }
        return List.copyOf(flags);
    }

    /// Passes over a value of no interest.
    static void skipValue(ImapParser in) throws ImapSyntaxException {
        if (!in.skip('(')) {
            if (in.isNext('"') || in.isNext('{') || in.isNext('~') || in.isTextNext("NIL")) {
                in.nstringOctets();
            } else {
                in.skip('\\');
                in.astring();
            }
            return;
        }
        in.enter();
        while (!in.skip(')')) {
            skipValue(in);
            in.skip(' ');
        }
        in.leave();
    }
}
