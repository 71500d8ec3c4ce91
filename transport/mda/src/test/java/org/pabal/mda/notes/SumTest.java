// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.notes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.pabal.mda.notes.format.v1.Note;
import org.pabal.mda.notes.format.v1.NotesFormat;
import org.pabal.mda.notes.format.v1.Sum;
import org.pabal.mda.notes.format.v1.Use;

/// The sum of notes: the same however they come to it, and bounded.
class SumTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    /// In whatever portions notes come, and however often one comes again: each counts once.
    @Test
    void countsAreThoseOfTheDeliveries() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            Map<String, TreeMap<Integer, Integer>> expected = new TreeMap<>();
            Map<String, Integer> addresses = new TreeMap<>();
            List<Sum.Marked> all = new ArrayList<>();
            Instant now = BEGIN;
            Sum sum = Sum.empty();
            List<Sum.Marked> waiting = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                now = now.plus(Duration.ofMinutes(random.nextInt(60)));
                List<String> rules =
                        List.of("a", "b", "c").stream().filter(_ -> random.nextBoolean()).toList();
                String address = random.nextInt(3) == 0 ? "bob+" + random.nextInt(9) + "@x" : "";
                Sum.Marked next =
                        new Sum.Marked(
                                random.nextLong(),
                                new Note(now, rules, address, "d.example", false));
                int day = (int) TimeUnit.SECONDS.toDays(now.getEpochSecond());
                rules.forEach(rule ->
                        expected.computeIfAbsent(rule, _ -> new TreeMap<>())
                                .merge(day, 1, Integer::sum));
                if (!address.isEmpty()) {
                    addresses.merge(address, 1, Integer::sum);
                }
                all.add(next);
                waiting.add(next);
                if (random.nextInt(4) == 0) { // one of the last is done again
                    waiting.add(all.get(all.size() - 1 - random.nextInt(Math.min(i + 1, 200))));
                }
                if (random.nextInt(20) == 0) {
                    sum = written(sum.plus(waiting, now));
                    waiting.clear();
                }
            }
            sum = written(sum.plus(waiting, now));
            assertThat(sum.rules()).as("seed " + seed).isEqualTo(expected);
            Map<String, Integer> counted = new TreeMap<>();
            sum.addresses().forEach((address, use) -> counted.put(address, use.mails()));
            assertThat(counted).as("seed " + seed).isEqualTo(addresses);
        }
    }

    private static Sum written(Sum sum) {
        Sum read = NotesFormat.sum(NotesFormat.encode(sum)).orElseThrow();
        assertThat(read).isEqualTo(sum);
        return read;
    }

    @Test
    void daysThatAreLongAgoGo() {
        Note note = new Note(BEGIN, List.of("a"), "", "", false);
        Sum sum = Sum.empty().plus(List.of(new Sum.Marked(1, note)), BEGIN);
        assertThat(sum.count("a", BEGIN.plus(Duration.ofDays(30)))).isEqualTo(1);
        assertThat(sum.count("a", BEGIN.plus(Duration.ofDays(31)))).isZero();
        assertThat(sum.plus(List.of(), BEGIN.plus(Duration.ofDays(31))).rules()).isEmpty();
    }

    /// A spammer who invents addresses drives none out that is in use.
    @Test
    void addressesAreBoundedAndThoseInUseStay() {
        List<Sum.Marked> notes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            notes.add(new Sum.Marked(i, new Note(BEGIN, List.of(), "bob+shop@x", "s", false)));
        }
        for (int i = 2; i < 2_000; i++) {
            Instant at = BEGIN.plusSeconds(i);
            notes.add(
                    new Sum.Marked(i, new Note(at, List.of(), "bob+" + i + "@x", "t" + i, false)));
        }
        for (int i = 2_000; i < 2_010; i++) {
            notes.add(
                    new Sum.Marked(
                            i,
                            new Note(
                                    BEGIN.plusSeconds(i), List.of(), "bob+shop@x", "u" + i, true)));
        }
        notes.add(new Sum.Marked(3_000, new Note(BEGIN, List.of(), "bob+junk@x", "v", true)));
        Sum sum = Sum.empty().plus(notes, BEGIN.plusSeconds(2_010));
        assertThat(sum.addresses()).hasSize(300).doesNotContainKey("bob+junk@x");
        Use shop = sum.addresses().get("bob+shop@x");
        assertThat(shop.mails()).isEqualTo(12);
        assertThat(shop.domains()).hasSize(Use.MOST_DOMAINS);
        assertThat(shop.domains().getFirst()).isEqualTo(new Use.Domain("s", 2, BEGIN));
        assertThat(NotesFormat.encode(sum).length).isLessThan(64_000);
    }

    @Test
    void whatIsCutOffOrNewerIsPassedOver() {
        byte[] note = NotesFormat.encode(new Note(BEGIN, List.of("a"), "b@x", "d", true));
        assertThat(NotesFormat.note(note))
                .contains(new Note(BEGIN, List.of("a"), "b@x", "d", true));
        for (int length = 0; length < note.length; length++) {
            assertThat(NotesFormat.note(java.util.Arrays.copyOf(note, length))).isEmpty();
        }
        note[0] = 2;
        assertThat(NotesFormat.note(note)).isEmpty();
    }
}
