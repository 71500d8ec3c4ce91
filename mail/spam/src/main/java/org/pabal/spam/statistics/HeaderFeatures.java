// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderText;
import org.pabal.spam.reading.MailReading;

/// Features of the header section: who wrote and brought the mail, by which programs, in which fields.
final class HeaderFeatures {
    private static final int NAME = 30;
    private static final int ORDER = 31;
    private static final int ADDRESS = 32;
    private static final int HOST = 33;
    private static final int DOMAIN = 34;
    private static final int TOP_LEVEL = 35;
    private static final int RECEIVED_BY = 36;
    private static final int RECEIVED_COUNT = 37;
    private static final int ID_SHAPE = 40;
    private static final int ID_HOST = 41;
    private static final int DATE_SHAPE = 43;
    private static final int ZONE = 44;
    private static final int SUBJECT_WORD = 50;
    private static final int SUBJECT_FACT = 51;
    private static final int BOUNDARY = 52;
    private static final int VALUE = 53;
    private static final int FIELD_SHAPE = 54;
    private static final int ADDRESSES = 55;
    private static final int FIELD_WORD = 60;

    private static final Set<String> LIST_FIELDS =
            Set.of(
                    "errors-to",
                    "mailing-list",
                    "precedence",
                    "sender",
                    "x-beenthere",
                    "x-list",
                    "x-loop",
                    "x-mailing-list",
                    "x-mailman-version",
                    "x-original-date",
                    "x-sequence");

    private static final int MAX_FIELDS = 100;
    private static final int MAX_VALUE_CHARS = 2_000;
    private static final int MAX_SUBJECT_CHARS = 500;
    private static final int MAX_TOKEN_CHARS = 60;
    private static final int MAX_VALUE = 100;

    private HeaderFeatures() {}

    /// @param hops that are not in the header yet
    static void read(MailReading mail, int hops, FeatureCollector into) {
        List<HeaderField> fields =
                mail.header().fields().stream()
                        .filter(field -> !TraceFields.isOne(TraceFields.lower(field.name())))
                        .limit(MAX_FIELDS)
                        .toList();
        String before = "";
        int received = hops;
        for (HeaderField field : fields) {
            String name = TraceFields.lower(field.name());
            if (name.equals("received")) {
                received(value(field), into);
                received++;
            } else if (isOfList(name)) {
                route(NAME, field.name(), into);
                other(name, value(field), FeatureGroup.ROUTE, into);
            } else {
                add(NAME, field.name(), into);
                add(ORDER, before + ">" + field.name(), into);
                before = field.name();
                field(name, field, into);
            }
        }
        route(RECEIVED_COUNT, Integer.toString(Math.min(received, 9)), into);
        subject(mail.subject(), into);
    }

    /// The client that brought the mail, in the features that its Received field would have.
    static void broughtBy(String greeting, String name, String address, FeatureCollector into) {
        from("from " + greeting + " (" + name + " [" + address + "])", into);
    }

    private static void field(String name, HeaderField field, FeatureCollector into) {
        switch (name) {
            case "subject" -> {} // as decoded by the reading
            case "message-id" -> messageId(value(field).strip(), into);
            case "date" -> date(value(field).strip(), into);
            case "from", "reply-to", "to", "cc" -> addresses(name, value(field), into);
            case "in-reply-to", "references" -> add(VALUE, name, into);
            case "content-type" -> contentType(value(field), into);
            case "dkim-signature", "domainkey-signature" -> signature(value(field), into);
            default -> other(name, value(field), FeatureGroup.HEADER, into);
        }
    }

    private static String value(HeaderField field) {
        String raw = field.value();
        return HeaderText.decode(raw.substring(0, Math.min(raw.length(), MAX_VALUE_CHARS)));
    }

    /// `from` and `by` of a Received field apart: who gave it is worth more than who took it.
    private static void received(String value, FeatureCollector into) {
        int by = value.indexOf(" by ");
        from(by > 0 ? value.substring(0, by) : value, into);
        if (by > 0) {
            int date = value.lastIndexOf(';');
            String rest = value.substring(by, date > by ? date : value.length());
            tokens(
                    rest,
                    (token, _) -> {
                        boolean id = hasDigit(token) && token.indexOf('.') < 0;
                        route(RECEIVED_BY, id ? shape(token) : token, into);
                    });
        }
    }

    private static void from(String clause, FeatureCollector into) {
        tokens(
                clause,
                (token, _) -> {
                    if (isAddress(token)) {
                        address(token, into);
                    } else {
                        host(HOST, token, FeatureGroup.ROUTE, into);
                    }
                });
    }

    /// An address and the networks it lies in.
    private static void address(String address, FeatureCollector into) {
        for (int dot = address.indexOf('.'); dot > 0; dot = address.indexOf('.', dot + 1)) {
            route(ADDRESS, address.substring(0, dot), into);
        }
        route(ADDRESS, address, into);
    }

    /// A name and the domains it lies in.
    private static void host(int family, String host, FeatureGroup group, FeatureCollector into) {
        into.add(group, family, host);
        int dot = host.lastIndexOf('.');
        if (dot > 0) {
            into.add(group, TOP_LEVEL + family * 100, host.substring(dot));
            int second = host.lastIndexOf('.', dot - 1);
            into.add(group, DOMAIN + family * 100, host.substring(second + 1));
        }
    }

    private static void messageId(String id, FeatureCollector into) {
        add(ID_SHAPE, shape(id), into);
        add(ID_SHAPE, "length " + Math.min(id.length() / 4, 30), into);
        int at = id.indexOf('@');
        if (at >= 0) {
            String right = id.substring(at + 1).replace(">", "").strip();
            host(
                    ID_HOST,
                    right.substring(0, Math.min(right.length(), MAX_TOKEN_CHARS))
                            .toLowerCase(Locale.ROOT),
                    FeatureGroup.HEADER,
                    into);
        }
    }

    private static void date(String date, FeatureCollector into) {
        add(DATE_SHAPE, shape(date), into);
        for (int i = 0; i + 5 <= date.length(); i++) {
            if ((date.charAt(i) == '+' || date.charAt(i) == '-')
                    && Character.isDigit(date.charAt(i + 1))) {
                add(ZONE, date.substring(i, i + 5), into);
                return;
            }
        }
    }

    private static void addresses(String name, String value, FeatureCollector into) {
        words(name, value, FeatureGroup.HEADER, into);
        add(FIELD_SHAPE, name + shape(value), into);
        long commas = value.chars().filter(c -> c == ',').count();
        add(ADDRESSES, name + Math.min(commas, 9), into);
    }

    private static void contentType(String value, FeatureCollector into) {
        int at = value.toLowerCase(Locale.ROOT).indexOf("boundary=");
        if (at >= 0) {
            add(BOUNDARY, shape(value.substring(at + "boundary=".length())), into);
        }
        words("content-type", at >= 0 ? value.substring(0, at) : value, FeatureGroup.HEADER, into);
    }

    /// Who signed and how: the signature itself is another for each mail.
    private static void signature(String value, FeatureCollector into) {
        for (String tag : value.split(";", 20)) {
            String stripped = tag.strip();
            if (stripped.startsWith("d=")
                    || stripped.startsWith("s=")
                    || stripped.startsWith("a=")) {
                words("dkim-signature", stripped, FeatureGroup.HEADER, into);
            }
        }
    }

    private static void other(
            String name, String value, FeatureGroup group, FeatureCollector into) {
        String stripped = value.strip();
        if (stripped.length() <= MAX_VALUE) {
            into.add(group, VALUE, name + ":" + stripped);
        }
        words(name, stripped, group, into);
    }

    private static void subject(String subject, FeatureCollector into) {
        words(subject, SUBJECT_WORD, into);
        words(subject, TextFeatures.WORD, into);
        add(SUBJECT_FACT, shape(subject), into);
        if (subject.contains("    ")) {
            add(SUBJECT_FACT, "gap", into);
        }
        if (subject.indexOf('!') >= 0) {
            add(SUBJECT_FACT, "!", into);
        }
        if (subject.equals(subject.toUpperCase(Locale.ROOT))) {
            add(SUBJECT_FACT, "capitals", into);
        }
    }

    private static void words(String subject, int family, FeatureCollector into) {
        TextFeatures.words(
                subject, MAX_SUBJECT_CHARS, family, FeatureGroup.HEADER, FeatureGroup.HEADER, into);
    }

    private static void words(
            String name, String value, FeatureGroup group, FeatureCollector into) {
        int family = FeatureHash.of(FIELD_WORD, name);
        tokens(
                value,
                (token, at) -> {
                    into.add(group, family, token);
                    if (at >= 0) {
                        into.add(group, family + 1, token.substring(0, at));
                        host(family + 2, token.substring(at + 1), group, into);
                    }
                });
    }

    /// Calls back with each token in lower case and where its `@` is, -1 for none.
    private static void tokens(String value, BiConsumer<String, Integer> each) {
        int end = value.length();
        for (int at = 0; at < end; ) {
            while (at < end && !isOfToken(value.charAt(at))) {
                at++;
            }
            int start = at;
            while (at < end && isOfToken(value.charAt(at))) {
                at++;
            }
            int to = at;
            while (to > start && value.charAt(to - 1) == '.') {
                to--;
            }
            if (to > start && to - start <= MAX_TOKEN_CHARS) {
                String token = value.substring(start, to).toLowerCase(Locale.ROOT);
                each.accept(token, token.indexOf('@'));
            }
        }
    }

    private static boolean isOfToken(char c) {
        return Character.isLetterOrDigit(c)
                || c == '.'
                || c == '-'
                || c == '_'
                || c == '@'
                || c == '$';
    }

    private static boolean hasDigit(String token) {
        return token.chars().anyMatch(Character::isDigit);
    }

    private static boolean isAddress(String token) {
        return token.length() <= 15
                && token.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.')
                && token.chars().filter(c -> c == '.').count() == 3;
    }

    /// Runs of letters and of digits as one sign each: what a program writes by a pattern looks alike.
    static String shape(String text) {
        StringBuilder shape = new StringBuilder(24);
        char before = 0;
        for (int i = 0; i < text.length() && shape.length() < 24; i++) {
            char c = signOf(text.charAt(i));
            if (c != before || c != '9' && c != 'A' && c != 'a') {
                shape.append(c);
            }
            before = c;
        }
        return shape.toString();
    }

    private static char signOf(char c) {
        if (Character.isDigit(c)) {
            return '9';
        }
        return Character.isUpperCase(c) ? 'A' : Character.isLetter(c) ? 'a' : c;
    }

    /// What a mailing list's host puts on every mail that goes over it.
    private static boolean isOfList(String name) {
        return name.startsWith("list-") || LIST_FIELDS.contains(name);
    }

    private static void add(int family, String word, FeatureCollector into) {
        into.add(FeatureGroup.HEADER, family, word);
    }

    private static void route(int family, String word, FeatureCollector into) {
        into.add(FeatureGroup.ROUTE, family, word);
    }
}
