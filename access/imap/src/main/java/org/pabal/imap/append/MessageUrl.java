// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.append;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.imap.fetch.FetchGrammar;
import org.pabal.imap.fetch.FetchItem.Partial;
import org.pabal.imap.fetch.Section;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// A URL that names octets of this server: `/INBOX;UIDVALIDITY=1/;UID=20/;SECTION=1.2/;PARTIAL=0.99`,
/// or `;UID=20…` within the selected mailbox. RFC 5092 §7 and §11, RFC 4469 §3.
///
/// Relative forms only: no other server is asked, and whoever gives a URL is logged in here.
///
/// @param mailbox its name, UTF-8 decoded; empty for the selected one
/// @param section all of the message where the URL has none
record MessageUrl(
        Optional<String> mailbox,
        OptionalLong uidValidity,
        long uid,
        Section section,
        Optional<Partial> partial) {
    private static final int SECTION_DEPTH = 1; // no parentheses within parentheses

    /// Empty for everything else.
    static Optional<MessageUrl> parse(String url) {
        try {
            return Optional.of(new Reader(url).read());
        } catch (ImapSyntaxException _) {
            return Optional.empty();
        }
    }

    /// Takes the URL apart at each `/;`.
    private static final class Reader {
        private String rest;

        Reader(String url) {
            rest = url;
        }

        MessageUrl read() throws ImapSyntaxException {
            Optional<String> mailbox = Optional.empty();
            OptionalLong uidValidity = OptionalLong.empty();
            if (rest.startsWith("/")) {
                int end = rest.indexOf(';');
                check(end > 1);
                boolean bare = rest.charAt(end - 1) == '/';
                mailbox = Optional.of(decoded(rest.substring(1, bare ? end - 1 : end)));
                check(!mailbox.get().isEmpty() && !mailbox.get().startsWith("/"));
                rest = rest.substring(end);
                Optional<String> validity = parameter("UIDVALIDITY");
                check(validity.isPresent() != bare);
                if (validity.isPresent()) {
                    uidValidity = OptionalLong.of(number(validity.get()));
                }
            }
            long uid = number(parameter("UID").orElse(""));
            Section section = section(parameter("SECTION"));
            Optional<Partial> partial = partial(parameter("PARTIAL"));
            check(rest.isEmpty());
            return new MessageUrl(mailbox, uidValidity, uid, section, partial);
        }

        /// `;NAME=value`, up to the next `/;`.
        private Optional<String> parameter(String name) {
            String start = ";" + name + "=";
            if (!rest.regionMatches(true, 0, start, 0, start.length())) {
                return Optional.empty();
            }
            int end = rest.indexOf("/;", start.length());
            String value = rest.substring(start.length(), end < 0 ? rest.length() : end);
            rest = end < 0 ? "" : rest.substring(end + 1);
            return Optional.of(value);
        }

        private static long number(String text) throws ImapSyntaxException {
            ImapParser in = parser(text);
            long number = in.nzNumber();
            in.end();
            return number;
        }

        private static Section section(Optional<String> encoded) throws ImapSyntaxException {
            if (encoded.isEmpty()) {
                return Section.ALL;
            }
            String text = decoded(encoded.get());
            check(!text.isEmpty());
            ImapParser in = parser(text.toUpperCase(Locale.ROOT));
            Section section = FetchGrammar.section(in);
            in.end();
            return section;
        }

        /// `partial-range = number ["." nz-number]`
        private static Optional<Partial> partial(Optional<String> range)
                throws ImapSyntaxException {
            if (range.isEmpty()) {
                return Optional.empty();
            }
            ImapParser in = parser(range.get());
            long origin = in.number64();
            long length = in.skip('.') ? in.nzNumber() : Long.MAX_VALUE;
            in.end();
            return Optional.of(new Partial(origin, length));
        }

        private static ImapParser parser(String text) {
            return new ImapParser(text.getBytes(StandardCharsets.UTF_8), SECTION_DEPTH);
        }

        private static void check(boolean holds) throws ImapSyntaxException {
            if (!holds) {
                throw new ImapSyntaxException("Expected an IMAP URL", 1);
            }
        }

        /// RFC 3986 §2.1; what is encoded is UTF-8. RFC 5092 §8.
        private static String decoded(String text) throws ImapSyntaxException {
            ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                check(c > ' ' && c < 127);
                if (c == '%') {
                    check(i + 2 < text.length());
                    int high = Character.digit(text.charAt(++i), 16);
                    int low = Character.digit(text.charAt(++i), 16);
                    check(high >= 0 && low >= 0 && high + low > 0);
                    octets.write(high << 4 | low);
                } else {
                    octets.write(c);
                }
            }
            try {
                ByteBuffer all = ByteBuffer.wrap(octets.toByteArray());
                return StandardCharsets.UTF_8.newDecoder().decode(all).toString();
            } catch (CharacterCodingException _) {
                throw new ImapSyntaxException("Expected UTF-8 in the URL", 1);
            }
        }
    }
}
