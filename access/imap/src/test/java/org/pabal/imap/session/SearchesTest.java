// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pabal.imap.command.CommandTable;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.NewMessage;

/// SEARCH and SORT of random mailboxes against the plainest way to do them, and random commands.
class SearchesTest {
    private static final String[] WORDS = {"apple", "Bär", "회의", "cat", "Zoë", "한글"};
    private static final long DAY = 86_400;
    private static final Instant START = Instant.parse("2026-02-01T00:00:00Z");

    /// @param day of the internal date, from 1 February on
    private record Message(
            int number, String subject, String from, String body, int day, int sent, Flags flags) {
        String text() {
            return "From: "
                    + from
                    + " <"
                    + from.toLowerCase(Locale.ROOT)
                    + "@example.org>\r\nSubject: "
                    + subject
                    + "\r\nDate: "
                    + sent
                    + " Jan 2026 23:30:00 -0800\r\n\r\n"
                    + body
                    + "\r\n";
        }

        int octets() {
            return text().getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /// A key as it is written and as it is meant.
    private record Key(String text, Predicate<Message> means) {}

    @Test
    void randomSearchesFindWhatAPlainLookFinds() throws Exception {
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            try (ImapStage stage = new ImapStage()) {
                List<Message> messages = fill(stage, random);
                try (Talk talk = Talk.selected(stage, "INBOX")) {
                    for (int round = 0; round < 60; round++) {
                        check(talk, messages, key(random, 3), random, seed);
                    }
                    for (int round = 0; round < 20; round++) {
                        checkSort(talk, messages, random, seed);
                    }
                }
            }
        }
    }

    private static void check(Talk talk, List<Message> messages, Key key, Random random, int seed)
            throws Exception {
        List<Integer> expected =
                messages.stream().filter(key.means()).map(Message::number).toList();
        String as = "seed " + seed + ": " + key.text();
        assertThat(talk.ok("SEARCH " + literal(key)).getFirst())
                .as(as)
                .isEqualTo("* SEARCH" + numbers(expected));
        int from = 1 + random.nextInt(5);
        int to = from + random.nextInt(5);
        String page = random.nextBoolean() ? from + ":" + to : "-" + from + ":-" + to;
        List<Integer> part =
                page.startsWith("-")
                        ? expected.subList(
                                Math.max(0, expected.size() - to),
                                Math.max(0, expected.size() - from + 1))
                        : expected.subList(
                                Math.min(expected.size(), from - 1), Math.min(expected.size(), to));
        String answer =
                talk.ok("SEARCH RETURN (MIN MAX PARTIAL " + page + ") " + literal(key)).getFirst();
        String minMax =
                expected.isEmpty()
                        ? ""
                        : " MIN " + expected.getFirst() + " MAX " + expected.getLast();
        assertThat(answer)
                .as(as)
                .endsWith(")" + minMax + " PARTIAL (" + page + " " + set(part) + ")");
    }

    private static void checkSort(Talk talk, List<Message> messages, Random random, int seed)
            throws Exception {
        record Criterion(String text, Comparator<Message> order) {}
        List<Criterion> all =
                List.of(
                        new Criterion("SIZE", Comparator.comparing(Message::octets)),
                        new Criterion("ARRIVAL", Comparator.comparing(Message::day)),
                        new Criterion("DATE", Comparator.comparing(Message::sent)),
                        new Criterion(
                                "FROM",
                                Comparator.comparing(m -> m.from().toLowerCase(Locale.ROOT))));
        Comparator<Message> order = (_, _) -> 0;
        StringBuilder criteria = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Criterion criterion = all.get(random.nextInt(all.size()));
            boolean reverse = random.nextBoolean();
            criteria.append(criteria.isEmpty() ? "" : " ").append(reverse ? "REVERSE " : "");
            criteria.append(criterion.text());
            order = order.thenComparing(reverse ? criterion.order().reversed() : criterion.order());
        }
        List<Integer> expected =
                messages.stream()
                        .sorted(order.thenComparing(Message::number))
                        .map(Message::number)
                        .toList();
        assertThat(talk.ok("SORT (" + criteria + ") UTF-8 ALL").getFirst())
                .as("seed %d: %s", seed, criteria)
                .isEqualTo("* SORT" + numbers(expected));
    }

    /// Strings that are not ASCII go as literals that need no asking.
    private static String literal(Key key) {
        return new String(key.text().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String numbers(List<Integer> numbers) {
        return numbers.stream().map(n -> " " + n).collect(Collectors.joining());
    }

    private static String set(List<Integer> numbers) {
        if (numbers.isEmpty()) {
            return "NIL";
        }
        StringBuilder set = new StringBuilder();
        for (int i = 0; i < numbers.size(); i++) {
            int first = numbers.get(i);
            while (i + 1 < numbers.size() && numbers.get(i + 1) == numbers.get(i) + 1) {
                i++;
            }
            set.append(set.isEmpty() ? "" : ",").append(first);
            set.append(numbers.get(i) > first ? ":" + numbers.get(i) : "");
        }
        return set.toString();
    }

    private static List<Message> fill(ImapStage stage, Random random) {
        List<Message> messages = new ArrayList<>();
        List<NewMessage> all = new ArrayList<>();
        int count = 1 + random.nextInt(60);
        for (int number = 1; number <= count; number++) {
            List<String> flags = new ArrayList<>();
            for (String flag : List.of(Flags.SEEN, Flags.FLAGGED, "$Work")) {
                if (random.nextBoolean()) {
                    flags.add(flag);
                }
            }
            Message message =
                    new Message(
                            number,
                            WORDS[random.nextInt(WORDS.length)] + " " + random.nextInt(3),
                            List.of("Amy", "bob", "Carol").get(random.nextInt(3)),
                            WORDS[random.nextInt(WORDS.length)].repeat(1 + random.nextInt(9)),
                            random.nextInt(5),
                            1 + random.nextInt(5),
                            Flags.of(flags));
            messages.add(message);
            byte[] octets = message.text().getBytes(StandardCharsets.UTF_8);
            try (MessageIntake intake = stage.store.newMessage()) {
                intake.write(octets, 0, octets.length);
                all.add(
                        new NewMessage(
                                intake.finish(),
                                message.flags(),
                                START.plusSeconds(message.day() * DAY + 3600)));
            }
        }
        AccountMailboxes alice = stage.alice();
        alice.append(alice.find(MailboxName.INBOX).orElseThrow().id(), all);
        return messages;
    }

    private static Key key(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 14 : 11);
        int number = 1 + random.nextInt(5);
        String word = WORDS[random.nextInt(WORDS.length)];
        return switch (kind) {
            case 0 -> new Key("SEEN", m -> m.flags().isSeen());
            case 1 -> new Key("UNFLAGGED", m -> !m.flags().has(Flags.FLAGGED));
            case 2 -> new Key("KEYWORD $work", m -> m.flags().has("$Work"));
            case 3 -> new Key("LARGER " + (90 + number * 5), m -> m.octets() > 90 + number * 5);
            case 4 -> new Key("SINCE " + number + "-Feb-2026", m -> m.day() + 1 >= number);
            case 5 -> new Key("SENTON " + number + "-Jan-2026", m -> m.sent() == number);
            case 6 -> new Key("SENTBEFORE " + number + "-Jan-2026", m -> m.sent() < number);
            case 7 ->
                    new Key(
                            "SUBJECT \"" + word.toUpperCase(Locale.ROOT) + "\"",
                            m -> m.subject().contains(word));
            case 8 -> new Key("BODY \"" + word + "\"", m -> m.body().contains(word));
            case 9 -> new Key("FROM aMY", m -> m.from().equals("Amy"));
            case 10 -> new Key("UID " + number + ":99", m -> m.number() >= number);
            case 11 -> {
                Key key = key(random, depth - 1);
                yield new Key("NOT " + key.text(), key.means().negate());
            }
            case 12 -> {
                Key one = key(random, depth - 1);
                Key other = key(random, depth - 1);
                yield new Key(
                        "OR " + one.text() + " " + other.text(), one.means().or(other.means()));
            }
            default -> {
                Key one = key(random, depth - 1);
                Key other = key(random, depth - 1);
                yield new Key(
                        "(" + one.text() + " " + other.text() + ")",
                        one.means().and(other.means()));
            }
        };
    }

    /// Never throws, whatever comes. THREATS I12.
    @Test
    void anyOctetsAreASearchOrNone() {
        String[] parts = {
            "SEARCH",
            "SORT",
            "THREAD",
            "ESEARCH",
            "UID",
            " ",
            " ",
            "(",
            ")",
            "RETURN",
            "PARTIAL",
            "1:5",
            "-1:-3",
            "ALL",
            "NOT",
            "OR",
            "SUBJECT",
            "\"x\"",
            "{1}\r\nx",
            "UTF-8",
            "IN",
            "subtree",
            "REVERSE",
            "DATE",
            "REFERENCES",
            "OLDER",
            "5",
            "*",
            "$",
            "FILTER",
            "a",
            "MODSEQ",
            "\"/flags/\\\\seen\"",
            "all",
            "CHARSET",
            "HEADER",
            "UPDATE",
            "\u0000",
            "\"",
        };
        Random random = new Random(12);
        for (int round = 0; round < 200_000; round++) {
            String command =
                    "a "
                            + IntStream.range(0, 1 + random.nextInt(14))
                                    .mapToObj(_ -> parts[random.nextInt(parts.length)])
                                    .collect(Collectors.joining(random.nextBoolean() ? " " : ""));
            assertThat(CommandTable.parse(command.getBytes(StandardCharsets.ISO_8859_1), 50))
                    .isNotNull();
        }
    }
}
