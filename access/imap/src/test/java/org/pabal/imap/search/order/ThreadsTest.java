// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.wire.Connection;

/// RFC 5256 §3.
class ThreadsTest {
    private static final int DEEP = 100_000;

    @Test
    void repliesHangBelowWhatTheyAnswer() throws IOException {
        Mailbox mailbox = new Mailbox();
        mailbox.add(1, "a", "<1>");
        mailbox.add(2, "re: a", "<2>", "<1>");
        mailbox.add(3, "re: a", "<3>", "<1>", "<2>");
        mailbox.add(4, "re: a", "<4>", "<1>");
        assertThat(mailbox.references()).isEqualTo("(1 (2 3)(4))");
    }

    @Test
    void answersToAMissingMessageAreSiblings() throws IOException {
        Mailbox mailbox = new Mailbox();
        mailbox.add(1, "", "<2>", "<1>");
        mailbox.add(2, "", "<3>", "<1>");
        mailbox.add(3, "", "<5>", "<4>");
        assertThat(mailbox.references()).isEqualTo("((1)(2))(3)");
    }

    @Test
    void equalSubjectsAreOneThread() throws IOException {
        Mailbox mailbox = new Mailbox();
        mailbox.add(1, "re: a", "<1>");
        mailbox.add(2, "a", "<2>");
        mailbox.add(3, "a", "<3>");
        mailbox.add(4, "b", "<4>");
        assertThat(mailbox.references()).isEqualTo("((2 1)(3))(4)");
        assertThat(mailbox.orderedSubject()).isEqualTo("(1 (2)(3))(4)");
    }

    @Test
    void aRingIsNotClosed() throws IOException {
        Mailbox mailbox = new Mailbox();
        mailbox.add(1, "", "<1>", "<2>");
        mailbox.add(2, "", "<2>", "<1>");
        mailbox.add(3, "", "<3>", "<3>");
        assertThat(mailbox.references()).isEqualTo("(2 1)(3)");
    }

    @Test
    void ofTwoWithOneIdTheFirstHasIt() throws IOException {
        Mailbox mailbox = new Mailbox();
        mailbox.add(1, "", "<1>");
        mailbox.add(2, "", "<1>");
        mailbox.add(3, "", "<2>", "<1>");
        assertThat(mailbox.references()).isEqualTo("(1 3)(2)");
    }

    @Test
    void aThreadOfAHundredThousandRepliesIsATree() throws IOException {
        Mailbox mailbox = new Mailbox();
        for (int i = 1; i <= DEEP; i++) {
            mailbox.add(i, "", "<" + i + ">", "<" + (i - 1) + ">");
        }
        assertThat(mailbox.references()).startsWith("(1 2 3 ").endsWith(" " + DEEP + ")");
    }

    @Test
    void soItIsFromTheLastToTheFirst() throws IOException {
        Mailbox mailbox = new Mailbox();
        for (int i = DEEP; i >= 1; i--) {
            mailbox.add(i, "", "<" + i + ">", "<" + (i - 1) + ">");
        }
        String threads = mailbox.references();
        assertThat(threads).startsWith("(" + DEEP + " ").endsWith(" 1)");
    }

    @Test
    void aThreadThatForksAtEachReplyIsWrittenWithoutRecursion() throws IOException {
        Mailbox mailbox = new Mailbox();
        for (int i = 1; i <= DEEP; i++) {
            mailbox.add(i, "", "<" + i + ">", "<" + (i - 2 + i % 2) + ">");
        }
        assertThat(mailbox.references()).startsWith("(").endsWith(")");
    }

    @Test
    void oneOfAHundredThousandSiblings() throws IOException {
        Mailbox mailbox = new Mailbox();
        for (int i = 1; i <= DEEP; i++) {
            mailbox.add(i, "", "<" + i + ">", "<0>");
        }
        assertThat(mailbox.references()).startsWith("((1)(2)(3)");
    }

    @Test
    void randomMailboxesGiveWhatTheWordsOfTheRfcGive() throws IOException {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            Mailbox mailbox = Mailbox.random(random);
            ThreadKeys keys = mailbox.keys();
            assertThat(mailbox.references())
                    .as("seed %d", seed)
                    .isEqualTo(NaiveReferences.of(keys, mailbox.sent()));
            assertThat(mailbox.orderedSubject())
                    .as("seed %d", seed)
                    .isEqualTo(mailbox.naiveOrderedSubject());
        }
    }

    private static final class Mailbox {
        private final List<Long> sent = new ArrayList<>();
        private final List<String> subjects = new ArrayList<>();
        private final List<Boolean> replies = new ArrayList<>();
        private final List<String> ids = new ArrayList<>();
        private final List<List<String>> references = new ArrayList<>();

        void add(long date, String subject, String id, String... refs) {
            sent.add(date);
            subjects.add(subject.replace("re: ", ""));
            replies.add(subject.startsWith("re: "));
            ids.add(id);
            references.add(List.of(refs));
        }

        static Mailbox random(Random random) {
            Mailbox mailbox = new Mailbox();
            int count = random.nextInt(12);
            for (int i = 0; i < count; i++) {
                String subject = List.of("", "a", "b", "c").get(random.nextInt(4));
                List<String> refs = new ArrayList<>();
                for (int r = random.nextInt(4); r > 0; r--) {
                    refs.add("<" + random.nextInt(14) + ">");
                }
                mailbox.add(
                        random.nextInt(6),
                        (random.nextBoolean() ? "re: " : "") + subject,
                        random.nextInt(10) == 0 ? "" : "<" + random.nextInt(14) + ">",
                        refs.toArray(String[]::new));
            }
            return mailbox;
        }

        long[] sent() {
            return sent.stream().mapToLong(Long::longValue).toArray();
        }

        ThreadKeys keys() {
            boolean[] marks = new boolean[replies.size()];
            for (int i = 0; i < marks.length; i++) {
                marks[i] = replies.get(i);
            }
            return ThreadKeys.of(sent(), subjects, marks, ids, references);
        }

        String references() throws IOException {
            return written(ThreadAlgorithm.REFERENCES.thread(keys()));
        }

        String orderedSubject() throws IOException {
            return written(ThreadAlgorithm.ORDEREDSUBJECT.thread(keys()));
        }

        String naiveOrderedSubject() {
            List<Integer> order = new ArrayList<>(IntStream.range(0, sent.size()).boxed().toList());
            order.sort(Comparator.comparing((Integer at) -> sent.get(at)).thenComparing(at -> at));
            Map<String, List<Integer>> threads = new LinkedHashMap<>();
            for (int at : order) {
                threads.computeIfAbsent(subjects.get(at), _ -> new ArrayList<>()).add(at + 1);
            }
            StringBuilder out = new StringBuilder();
            for (List<Integer> thread : threads.values()) {
                out.append('(').append(thread.get(0));
                if (thread.size() == 2) {
                    out.append(' ').append(thread.get(1));
                } else if (thread.size() > 2) {
                    out.append(' ');
                    thread.subList(1, thread.size())
                            .forEach(n -> out.append('(').append(n).append(')'));
                }
                out.append(')');
            }
            return out.toString();
        }

        private static String written(MessageThreads threads) throws IOException {
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            ResponseWriter out = new ResponseWriter(connection(sent));
            threads.write(out, place -> place + 1L);
            out.flush();
            return sent.toString(StandardCharsets.US_ASCII);
        }

        /// A connection that can only be written to.
        private static Connection connection(ByteArrayOutputStream sent) {
            return (Connection)
                    Proxy.newProxyInstance(
                            Connection.class.getClassLoader(),
                            new Class<?>[] {Connection.class},
                            (_, method, arguments) -> {
                                if (method.getName().equals("write")) {
                                    sent.write(
                                            (byte[]) arguments[0],
                                            (int) arguments[1],
                                            (int) arguments[2]);
                                }
                                return null;
                            });
        }
    }

    @Test
    void numbersAreSortedStably() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Integer> expected = new ArrayList<>();
            int[] values = random.ints(random.nextInt(200), 0, 10).toArray();
            int[] places = IntStream.range(0, values.length).toArray();
            for (int place : places) {
                expected.add(place);
            }
            expected.sort(Comparator.comparing(place -> values[place]));
            MergeSort.sort(places, (a, b) -> Integer.compare(values[a], values[b]));
            assertThat(places)
                    .as("seed %d", seed)
                    .containsExactly(expected.stream().mapToInt(i -> i).toArray());
        }
    }
}
