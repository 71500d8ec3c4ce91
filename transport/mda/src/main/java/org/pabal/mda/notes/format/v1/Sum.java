// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.notes.format.v1;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// All notes of an account together, bounded.
///
/// @param marks of the deliveries that went into it last, the oldest first
/// @param rules by key: mails by day since 1970 (UTC)
/// @param addresses in lower case
public record Sum(
        List<Long> marks,
        TreeMap<String, TreeMap<Integer, Integer>> rules,
        TreeMap<String, Use> addresses) {
    /// Today and 30 days before it.
    public static final int DAYS = 31;

    static final int MOST_MARKS = 256;
    static final int MOST_RULES = 300;
    static final int MOST_ADDRESSES = 300;

    public static Sum empty() {
        return new Sum(List.of(), new TreeMap<>(), new TreeMap<>());
    }

    /// @param mark of its key
    public record Marked(long mark, Note note) {}

    /// With these, and without what is too old or too much. What went into it already changes nothing.
    public Sum plus(List<Marked> notes, Instant now) {
        List<Long> all = new ArrayList<>(marks);
        Set<Long> known = new HashSet<>(marks);
        Sum sum = copy();
        notes.stream()
                .sorted(
                        Comparator.comparing((Marked each) -> each.note.at())
                                .thenComparingLong(Marked::mark))
                .filter(each -> known.add(each.mark))
                .forEach(each -> {
                    all.add(each.mark);
                    sum.add(each.note);
                });
        sum.cut(day(now));
        return new Sum(
                all.subList(Math.max(0, all.size() - MOST_MARKS), all.size()),
                sum.rules,
                sum.addresses);
    }

    private Sum copy() {
        TreeMap<String, TreeMap<Integer, Integer>> days = new TreeMap<>();
        rules.forEach((key, each) -> days.put(key, new TreeMap<>(each)));
        return new Sum(marks, days, new TreeMap<>(addresses));
    }

    private void add(Note note) {
        for (String rule : note.rules()) {
            rules.computeIfAbsent(rule, _ -> new TreeMap<>())
                    .merge(day(note.at()), 1, Integer::sum);
        }
        if (!note.address().isEmpty() && (!note.junk() || addresses.containsKey(note.address()))) {
            addresses.merge(
                    note.address(),
                    Use.begun(note.at()).plus(note.domain(), note.at()),
                    (before, _) -> before.plus(note.domain(), note.at()));
        }
    }

    private void cut(int today) {
        rules.values().forEach(days -> days.headMap(today - DAYS + 1).clear());
        // A clock that was wrong leaves no days for ever.
        rules.values().forEach(days -> days.tailMap(today + 2).clear());
        rules.values().removeIf(Map::isEmpty);
        while (rules.size() > MOST_RULES) {
            rules.remove(
                    rules.entrySet().stream()
                            .min(Comparator.comparing(each -> each.getValue().lastKey()))
                            .orElseThrow()
                            .getKey());
        }
        // Who invents addresses for others fills the list with such as came once.
        while (addresses.size() > MOST_ADDRESSES) {
            addresses.remove(
                    addresses.entrySet().stream()
                            .min(
                                    Comparator.<Map.Entry<String, Use>>comparingInt(
                                                    each -> Math.min(each.getValue().mails(), 2))
                                            .thenComparing(each -> each.getValue().last()))
                            .orElseThrow()
                            .getKey());
        }
    }

    /// Mails that a rule has acted on, today and in the days before.
    public int count(String rule, Instant now) {
        int today = day(now);
        return rules.getOrDefault(rule, new TreeMap<>()).tailMap(today - DAYS + 1).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    static int day(Instant at) {
        return (int) TimeUnit.SECONDS.toDays(at.getEpochSecond());
    }
}
