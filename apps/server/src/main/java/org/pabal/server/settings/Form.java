// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.ExitCodes;

/// The form of a setting's value: how it is read from text, and what is expected.
///
/// @param expected completes the sentence "… must be …"
/// @param reader throws `IllegalArgumentException` for anything else
public record Form<T>(String expected, Reader<T> reader) {

    /// Reads text as it stands in the file (without quotes) or in the environment.
    public interface Reader<T> {
        T read(String text);
    }

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(|[KMGT]i?)B?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of(
                    "ms", ChronoUnit.MILLIS,
                    "s", ChronoUnit.SECONDS,
                    "m", ChronoUnit.MINUTES,
                    "h", ChronoUnit.HOURS,
                    "d", ChronoUnit.DAYS);

    public static final Form<String> TEXT = new Form<>("text", text -> text);

    public static final Form<Optional<String>> OPTIONAL_TEXT =
            new Form<>("text", text -> text.isEmpty() ? Optional.empty() : Optional.of(text));

    public static final Form<Boolean> SWITCH =
            new Form<>(
                    "true or false",
                    text ->
                            switch (text) {
                                case "true" -> true;
                                case "false" -> false;
                                default -> throw new IllegalArgumentException(text);
                            });

    public static final Form<Integer> PORT =
            new Form<>("a port number, 0 to 65535", text -> numberWithin(text, 0, 65535));

    public static final Form<Integer> COUNT =
            new Form<>("a number of at least 1", text -> numberWithin(text, 1, Integer.MAX_VALUE));

    public static final Form<Integer> PERCENT =
            new Form<>("a percentage, 1 to 100", text -> numberWithin(text, 1, 100));

    public static final Form<Integer> NUMBER =
            new Form<>("a number", text -> numberWithin(text, 0, Integer.MAX_VALUE));

    /// A score of the spam filter; infinite for `never`.
    public static final Form<Double> SCORE =
            new Form<>("a score such as 5.0, or never", Form::readScore);

    public static final Form<Double> WEIGHT =
            new Form<>("a number from 0 to 100", Form::readWeight);

    public static final Form<Long> SIZE_IN_OCTETS =
            new Form<>("a size such as \"100 MiB\"", Form::readSize);

    public static final Form<Duration> TIME =
            new Form<>("a time such as \"30s\", \"5m\", \"4h\" or \"5d\"", Form::readDuration);

    public static final Form<Optional<Path>> FILE =
            new Form<>(
                    "the path of a file",
                    text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)));

    public static final Form<ExitCodes> EXIT_CODES =
            new Form<>(
                    "`sysexits` or `qmail`",
                    text -> ExitCodes.valueOf(text.toUpperCase(Locale.ROOT)));
    public static final Form<List<String>> LIST =
            new Form<>(
                    "a list of text",
                    text ->
                            text.isEmpty()
                                    ? List.of()
                                    : Arrays.stream(text.split(",")).map(String::strip).toList());

    private static final Pattern OCTAL = Pattern.compile("0?([0-7]{3})");

    public static final Form<Set<PosixFilePermission>> MODE =
            new Form<>("permissions such as \"0660\"", Form::readMode);

    private static Set<PosixFilePermission> readMode(String text) {
        Matcher matcher = OCTAL.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        int bits = Integer.parseInt(matcher.group(1), 8);
        StringBuilder letters = new StringBuilder("rwxrwxrwx");
        for (int i = 0; i < letters.length(); i++) {
            if ((bits & (0400 >> i)) == 0) {
                letters.setCharAt(i, '-');
            }
        }
        return PosixFilePermissions.fromString(letters.toString());
    }

    static final Form<Optional<Address>> ADDRESS =
            new Form<>(
                    "an address such as \"bob@example.org\"",
                    text ->
                            text.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(
                                            Address.parse(text)
                                                    .orElseThrow(() ->
                                                            new IllegalArgumentException(text))));

    /// `*.` before a domain is for the reader of the setting to understand.
    static final Form<List<String>> DOMAINS =
            new Form<>("a list of domains such as [\"example.org\"]", Form::readDomains);

    private static List<String> readDomains(String text) {
        List<String> domains = LIST.reader().read(text);
        for (String domain : domains) {
            String plain = domain.startsWith("*.") ? domain.substring(2) : domain;
            if (Domain.parse(plain).isEmpty()) {
                throw new IllegalArgumentException(domain);
            }
        }
        return domains;
    }

    static Form<String> oneOf(String... words) {
        return new Form<>(
                "one of " + String.join(", ", words),
                text -> {
                    if (!List.of(words).contains(text)) {
                        throw new IllegalArgumentException(text);
                    }
                    return text;
                });
    }

    static Form<List<String>> listOf(String... words) {
        return new Form<>(
                "a list of " + String.join(", ", words),
                text -> {
                    List<String> given = LIST.reader().read(text);
                    if (!List.of(words).containsAll(given)) {
                        throw new IllegalArgumentException(text);
                    }
                    return given;
                });
    }

    private static double readWeight(String text) {
        double weight = Double.parseDouble(text);
        if (!(weight >= 0 && weight <= 100)) {
            throw new IllegalArgumentException(text);
        }
        return weight;
    }

    private static int numberWithin(String text, int least, int most) {
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,6}(\\.\\d{1,3})?");

    /// Foreign input.
    public static Optional<Double> parseScore(String text) {
        try {
            return Optional.of(readScore(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static double readScore(String text) {
        if (text.equals("never")) {
            return Double.POSITIVE_INFINITY;
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return Double.parseDouble(text);
    }

    /// Octets of a size with a unit: decimal (kB, MB) or binary (KiB, MiB).
    public static long readSize(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        if (unit.isEmpty()) {
            return number;
        }
        long base = unit.endsWith("i") ? 1024 : 1000;
        int power = "KMGT".indexOf(unit.charAt(0)) + 1;
        long size = number;
        for (int i = 0; i < power; i++) {
            size = Math.multiplyExact(size, base);
        }
        return size;
    }

    /// Foreign input.
    public static Optional<Duration> parseTime(String text) {
        try {
            return Optional.of(readDuration(text));
        } catch (IllegalArgumentException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    public static Duration readDuration(String text) {
        Matcher matcher = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
    }
}
