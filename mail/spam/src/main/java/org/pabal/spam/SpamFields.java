// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;

/// The X-Spam fields, as SpamAssassin's users and their scripts know them: written on top of each
/// judged mail, read back by Sieve, by a host behind this one and by whoever explains.
///
/// ```
/// X-Spam-Flag: YES
/// X-Spam-Score: 7.3
/// X-Spam-Level: *******
/// X-Spam-Status: Yes, score=7.3 required=5.0
///  tests=DMARC_FAIL=1.5,SPF_FAIL=2.0
/// ```
///
/// @param spam whether the score reached what was required
/// @param required the score from which a mail is spam
/// @param findings as the fields have them: points in tenths, or finer where they are, no details
public record SpamFields(boolean spam, double score, double required, List<Finding> findings) {
    private static final String PREFIX = "X-Spam-";
    private static final String STATUS = "X-Spam-Status";
    private static final int LINE_CHARS = 78; // RFC 5322 §2.1.1
    private static final int MAX_STARS = 50;
    private static final int MAX_READ_TESTS = 500; // a field has a hundred at most
    private static final int MAX_READ_CHARS = 40_000;

    public SpamFields {
        findings = List.copyOf(findings);
    }

    public static SpamFields of(Judgement judgement, double required) {
        double score = judgement.score();
        return new SpamFields(score >= required, score, required, judgement.findings());
    }

    public Judgement judgement() {
        return new Judgement(findings);
    }

    /// The fields as they go on top of a mail, each with its line end. `X-Spam-Flag` and
    /// `X-Spam-Level` stand only where they say something.
    public String print() {
        StringBuilder fields = new StringBuilder(256);
        if (spam) {
            fields.append("X-Spam-Flag: YES\r\n");
        }
        fields.append("X-Spam-Score: ").append(tenths(score)).append("\r\n");
        int stars = (int) Math.clamp(Math.floor(score), 0, MAX_STARS);
        if (stars > 0) {
            fields.append("X-Spam-Level: ").append("*".repeat(stars)).append("\r\n");
        }
        printStatus(fields);
        return fields.append("\r\n").toString();
    }

    private void printStatus(StringBuilder fields) {
        fields.append(STATUS).append(": ").append(spam ? "Yes" : "No");
        fields.append(", score=").append(tenths(score));
        fields.append(" required=").append(tenths(required));
        if (findings.isEmpty()) {
            fields.append(" tests=none");
            return;
        }
        fields.append("\r\n tests=");
        int line = " tests=".length();
        String comma = "";
        for (Finding finding : findings) {
            String test = finding.test() + "=" + points(finding.points());
            fields.append(comma);
            line += comma.length();
            if (!comma.isEmpty() && line + test.length() + 1 > LINE_CHARS) {
                fields.append("\r\n\t");
                line = 1;
            }
            fields.append(test);
            line += test.length();
            comma = ",";
        }
    }

    private static String tenths(double number) {
        return String.format(Locale.ROOT, "%.1f", number + 0.0);
    }

    /// Tenths, and hundredths where there are some.
    private static String points(double points) {
        String exact = String.format(Locale.ROOT, "%.2f", points + 0.0);
        return exact.endsWith("0") ? exact.substring(0, exact.length() - 1) : exact;
    }

    /// Whether a field is one of those that speak of spam, in anybody's name.
    public static boolean isOne(HeaderField field) {
        return field.name().regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /// What the first `X-Spam-Status` says; empty when there is none or it says nothing. Whoever asks
    /// must know that it was written by this server or one that it trusts.
    public static Optional<SpamFields> parse(HeaderSection header) {
        return header.first(STATUS).flatMap(field -> parse(field.value()));
    }

    /// @param status the value of the field, folded or not
    static Optional<SpamFields> parse(String status) {
        String text =
                status.substring(0, Math.min(status.length(), MAX_READ_CHARS))
                        .replaceAll("[\r\n\t ]+", " ")
                        .replace(", ", ",")
                        .replace("tests= ", "tests=")
                        .strip();
        Optional<Double> score = number(text, "score=").or(() -> number(text, "hits="));
        if (score.isEmpty()) {
            return Optional.empty();
        }
        boolean spam = text.regionMatches(true, 0, "Yes", 0, 3);
        double required = number(text, "required=").orElse(5.0);
        return Optional.of(new SpamFields(spam, score.get(), required, tests(text)));
    }

    private static Optional<Double> number(String text, String key) {
        int at = text.indexOf(key);
        return at < 0 ? Optional.empty() : decimal(word(text, at + key.length()));
    }

    private static String word(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != ',') {
            end++;
        }
        return text.substring(start, end);
    }

    /// `["-"] 1*DIGIT ["." 1*DIGIT]`: no exponents, no words such as `NaN`.
    private static Optional<Double> decimal(String text) {
        boolean number =
                !text.isEmpty() && text.length() <= 12 && text.matches("[-+]?[0-9]+(\\.[0-9]+)?");
        return number ? Optional.of(Double.parseDouble(text)) : Optional.empty();
    }

    /// `NAME=1.5,NAME=-0.1`; a name alone has no points. What is no name is passed over.
    private static List<Finding> tests(String text) {
        int at = text.indexOf("tests=");
        if (at < 0) {
            return List.of();
        }
        int end = text.indexOf(' ', at);
        String[] tests =
                text.substring(at + "tests=".length(), end < 0 ? text.length() : end)
                        .split(",", MAX_READ_TESTS + 1);
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < Math.min(tests.length, MAX_READ_TESTS); i++) {
            int equals = tests[i].indexOf('=');
            String name = equals < 0 ? tests[i] : tests[i].substring(0, equals);
            double points = equals < 0 ? 0 : decimal(tests[i].substring(equals + 1)).orElse(0.0);
            if (Finding.isName(name)) {
                findings.add(new Finding(name, points));
            }
        }
        return findings;
    }

    /// What is left of an arriving mail's header section when every field that speaks of spam is gone:
    /// those of strangers would be taken for ours. All lines up to the empty one are looked at, also
    /// behind a line that is no field, since some readers go on there. The array itself where there is
    /// nothing to take out.
    ///
    /// @param section with its empty line, if it has one, and perhaps with what comes behind
    public static byte[] sanitise(byte[] section) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
        int keptTo = 0;
        int at = 0;
        while (at < section.length && section[at] != '\n' && !isCrLf(section, at)) {
            int end = endOfField(section, at);
            if (isOne(section, at)) {
                kept.write(section, keptTo, at - keptTo);
                keptTo = end;
            }
            at = end;
        }
        if (keptTo == 0) {
            return section;
        }
        kept.write(section, keptTo, section.length - keptTo);
        return kept.toByteArray();
    }

    private static boolean isCrLf(byte[] section, int at) {
        return section[at] == '\r' && at + 1 < section.length && section[at + 1] == '\n';
    }

    private static boolean isOne(byte[] section, int at) {
        if (section.length - at < PREFIX.length()) {
            return false;
        }
        for (int i = 0; i < PREFIX.length(); i++) {
            if (lower(section[at + i]) != lower((byte) PREFIX.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    /// Behind the line ends that are followed by white space, the last field's included.
    private static int endOfField(byte[] section, int start) {
        int at = start;
        while (at < section.length) {
            boolean lineEnd = section[at++] == '\n';
            if (lineEnd && (at == section.length || section[at] != ' ' && section[at] != '\t')) {
                return at;
            }
        }
        return at;
    }
}
