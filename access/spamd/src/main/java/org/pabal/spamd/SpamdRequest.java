// SPDX-License-Identifier: Apache-2.0
package org.pabal.spamd;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.spamd.SpamdService.Teaching;

/// One request but for its message, parsed and not yet judged.
sealed interface SpamdRequest {
    Pattern LINE = Pattern.compile("([A-Z_]{1,20}) SPAMC/(1\\.[0-9]{1,2})\\s*");

    /// The answer to a request that asks what a message is.
    enum Form {
        /// Spam or not, and the score.
        CHECK,
        /// And the names of the tests.
        SYMBOLS,
        /// And a report for people.
        REPORT,
        /// A report about spam, nothing about the rest.
        REPORT_IFSPAM,
        /// The message with the fields on top.
        PROCESS,
        /// Its header section, with them.
        HEADERS
    }

    /// @param version of the client, such as 1.5
    record Judge(Form form, String version, Body body) implements SpamdRequest {}

    record Tell(Teaching teaching, Body body) implements SpamdRequest {}

    record Ping() implements SpamdRequest {}

    /// The client has found out by itself that it has nothing to ask.
    record Skip() implements SpamdRequest {}

    /// Outside the grammar; the reply says why.
    record Unparsable(String reason) implements SpamdRequest {}

    /// What the header lines say of the message.
    ///
    /// @param octets empty: to the end of what the client sends, as the dialect 1.2 has it
    /// @param packed by zlib
    record Body(OptionalLong octets, boolean packed, Optional<String> user) {}

    /// @param lines the command line and the header lines, without the empty line
    static SpamdRequest parse(List<String> lines) {
        Matcher line = LINE.matcher(lines.getFirst());
        if (!line.matches()) {
            return new Unparsable("Bad header line: " + printable(lines.getFirst()));
        }
        Headers headers = new Headers();
        for (String each : lines.subList(1, lines.size())) {
            Optional<String> wrong = headers.take(each);
            if (wrong.isPresent()) {
                return new Unparsable(wrong.get());
            }
        }
        Body body = new Body(headers.octets, headers.packed, headers.user);
        return switch (line.group(1)) {
            case "PING" -> new Ping();
            case "SKIP" -> new Skip();
            case "TELL" -> headers.tell(body);
            case "CHECK", "SYMBOLS", "REPORT", "REPORT_IFSPAM", "PROCESS", "HEADERS" ->
                    new Judge(Form.valueOf(line.group(1)), line.group(2), body);
            default -> new Unparsable("Unknown command: " + line.group(1));
        };
    }

    private static String printable(String text) {
        String shown = text.replaceAll("[^ -~]", "?");
        return shown.substring(0, Math.min(shown.length(), 80));
    }

    /// The header lines as they come; unknown ones are passed over.
    final class Headers {
        private static final Pattern LENGTH = Pattern.compile("[0-9]{1,15}");
        private OptionalLong octets = OptionalLong.empty();
        private boolean packed;
        private Optional<String> user = Optional.empty();
        private String kind = "";
        private boolean set;
        private boolean remove;

        /// @return what is wrong with it
        private Optional<String> take(String line) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                return Optional.of("Bad header line: " + printable(line));
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
                case "content-length" -> {
                    if (!LENGTH.matcher(value).matches()) {
                        return Optional.of("Content-length is no number");
                    }
                    octets = OptionalLong.of(Long.parseLong(value));
                }
                case "compress" -> {
                    if (!value.equalsIgnoreCase("zlib")) {
                        return Optional.of("Compression other than zlib is not known");
                    }
                    packed = true;
                }
                case "user" -> user = Optional.of(value).filter(name -> !name.isEmpty());
                case "message-class" -> kind = value.toLowerCase(Locale.ROOT);
                case "set" -> set = isLocal(value);
                case "remove" -> remove = isLocal(value);
                default -> {}
            }
            return Optional.empty();
        }

        /// What is reported to others, `remote`, is nothing to us.
        private static boolean isLocal(String value) {
            return List.of(value.toLowerCase(Locale.ROOT).split("\\s*,\\s*")).contains("local");
        }

        private SpamdRequest tell(Body body) {
            if (remove) {
                return new Tell(Teaching.FORGET, body);
            }
            if (!set) {
                return new Unparsable("TELL wants \"Set: local\" or \"Remove: local\"");
            }
            return switch (kind) {
                case "spam" -> new Tell(Teaching.SPAM, body);
                case "ham" -> new Tell(Teaching.HAM, body);
                default -> new Unparsable("Message-class is neither spam nor ham");
            };
        }
    }
}
