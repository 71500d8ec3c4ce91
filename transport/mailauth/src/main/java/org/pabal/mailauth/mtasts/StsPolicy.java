// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.mtasts;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a domain demands of TLS with its mail exchangers. RFC 8461 §3.2
///
/// @param maxAge how long it holds after it was fetched
/// @param exchangers host names, or `*.` and a domain; none only in mode `none`
public record StsPolicy(Mode mode, Duration maxAge, List<String> exchangers) {
    /// RFC 8461 §3.3: the most that a sender reads.
    public static final int MAX_OCTETS = 64 * 1024;

    private static final long MAX_AGE_SECONDS = 31_557_600;
    private static final int MAX_EXCHANGERS = 1_000;
    private static final int MAX_EXCHANGER = 255;
    private static final Pattern FIELD =
            Pattern.compile(
                    "([A-Za-z0-9][A-Za-z0-9_.-]{0,31}):[ \\t]*([^ \\t](?:.*[^ \\t])?)[ \\t]*");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");
    private static final Pattern EXCHANGER =
            Pattern.compile("(?:\\*\\.)?[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*");

    public enum Mode {
        ENFORCE,
        TESTING,
        NONE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a file says.
    public sealed interface Found {
        record Policy(StsPolicy policy) implements Found {}

        /// No policy of this version.
        record Invalid(String reason) implements Found {}
    }

    public StsPolicy {
        exchangers = List.copyOf(exchangers);
    }

    /// Of what the file says the first of each field counts, but for `mx`, and unknown fields are
    /// passed over. RFC 8461 §3.2
    public static Found parse(byte[] file) {
        if (file.length > MAX_OCTETS) {
            return new Found.Invalid("the policy is longer than " + MAX_OCTETS + " octets");
        }
        try {
            return new Reading()
                    .read(
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(file))
                                    .toString());
        } catch (CharacterCodingException notText) {
            return new Found.Invalid("the policy is not text in UTF-8");
        }
    }

    private static final class Reading {
        private Optional<String> version = Optional.empty();
        private Optional<String> mode = Optional.empty();
        private Optional<String> maxAge = Optional.empty();
        private final List<String> exchangers = new ArrayList<>();

        Found read(String text) {
            String[] lines = text.split("\r?\n", -1);
            for (int i = 0; i < lines.length; i++) {
                Matcher field = FIELD.matcher(lines[i]);
                if (field.matches() && hasNoControl(lines[i])) {
                    take(field.group(1), field.group(2));
                } else if (!lines[i].isBlank() || i < lines.length - 1 && hasMore(lines, i)) {
                    return invalid("line " + (i + 1) + " is not of the form name: value");
                }
            }
            return judge();
        }

        /// Blank lines at the end are common and harmless.
        private static boolean hasMore(String[] lines, int from) {
            for (int i = from; i < lines.length; i++) {
                if (!lines[i].isBlank()) {
                    return true;
                }
            }
            return false;
        }

        private static boolean hasNoControl(String line) {
            return line.chars().allMatch(c -> c >= ' ' && c != 0x7F || c == '\t');
        }

        private void take(String name, String value) {
            switch (name) {
                case "version" -> version = version.or(() -> Optional.of(value));
                case "mode" -> mode = mode.or(() -> Optional.of(value));
                case "max_age" -> maxAge = maxAge.or(() -> Optional.of(value));
                case "mx" -> exchangers.add(value.toLowerCase(Locale.ROOT));
                default -> {} // an extension
            }
        }

        private Found judge() {
            if (!version.equals(Optional.of("STSv1"))) {
                return invalid("there is no line version: STSv1");
            }
            Mode known;
            switch (mode.orElse("")) {
                case "enforce" -> known = Mode.ENFORCE;
                case "testing" -> known = Mode.TESTING;
                case "none" -> known = Mode.NONE;
                default -> {
                    return invalid("mode is not one of enforce, testing, none");
                }
            }
            if (!SECONDS.matcher(maxAge.orElse("")).matches()) {
                return invalid("max_age is not a number of seconds");
            }
            if (exchangers.size() > MAX_EXCHANGERS) {
                return invalid("there are more than " + MAX_EXCHANGERS + " lines of mx");
            }
            if (exchangers.isEmpty() && known != Mode.NONE) {
                return invalid("there is no line of mx");
            }
            Optional<String> strange =
                    exchangers.stream().filter(mx -> !isExchanger(mx)).findFirst();
            if (strange.isPresent()) {
                return invalid("an mx is neither a host name nor *. and a domain");
            }
            long seconds = Math.min(Long.parseLong(maxAge.orElseThrow()), MAX_AGE_SECONDS);
            return new Found.Policy(new StsPolicy(known, Duration.ofSeconds(seconds), exchangers));
        }

        private static boolean isExchanger(String mx) {
            return mx.length() <= MAX_EXCHANGER && EXCHANGER.matcher(mx).matches();
        }

        private static Found invalid(String reason) {
            return new Found.Invalid(reason);
        }
    }

    /// Whether the policy names a mail exchanger; `*.` stands for one label. RFC 8461 §4.1
    public boolean names(String exchanger) {
        String host = exchanger.toLowerCase(Locale.ROOT);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        int dot = host.indexOf('.');
        String parent = dot <= 0 ? "" : host.substring(dot);
        for (String pattern : exchangers) {
            boolean wild = pattern.startsWith("*.");
            if (wild ? pattern.substring(1).equals(parent) : pattern.equals(host)) {
                return true;
            }
        }
        return false;
    }

    /// The lines of the policy, without those that nobody knows.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("version: STSv1");
        lines.add("mode: " + mode.word());
        exchangers.forEach(mx -> lines.add("mx: " + mx));
        lines.add("max_age: " + maxAge.toSeconds());
        return lines;
    }

    /// As it is to be published.
    public String text() {
        return String.join("\r\n", lines()) + "\r\n";
    }
}
