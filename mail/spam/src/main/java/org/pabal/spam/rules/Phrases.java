// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.pabal.spam.SpamTest;

/// Words and phrases that spam is made of, by what it is after, from `phrases.txt`.
///
/// A line there is `weight phrase`, a section `[TOPIC]`. A phrase counts once in a mail; at its end `*`
/// lets the word go on. Single phrases say little: it is their number that tells, within a topic
/// ({@link Weight}) and over several.
final class Phrases {
    private static final int MAX_TEXT_CHARS = 128 << 10; // spam comes to its point before
    private static final int SHORT_TEXT_CHARS = 1_500;
    private static final int MAX_SHOWN = 4;
    private static final Phrases OURS = read("phrases.txt");

    private final List<Phrase> phrases;
    private final List<Phrase> latin = new ArrayList<>();
    private final List<Phrase> korean = new ArrayList<>();
    private final List<BitSet> within;
    private final PhraseAutomaton latinAutomaton;
    private final PhraseAutomaton koreanAutomaton;

    /// What the sender is after.
    enum Topic {
        MONEY,
        PRIZE,
        CREDIT,
        STOCKS,
        PILLS,
        DIET,
        ADULT,
        GAMBLING,
        FRAUD,
        PHISHING,
        EXTORTION,
        GOODS,
        BULK,
        SALES,
        URGE,
        REMOVAL,
        EXCUSE,
        FORM;

        private final SpamTest few = named("_1");
        private final SpamTest some = named("_2");
        private final SpamTest many = named("_3");

        private SpamTest named(String step) {
            return SpamTest.valueOf("PHRASES_" + name() + step);
        }

        /// From few phrases to many.
        List<SpamTest> tests() {
            return List.of(few, some, many);
        }
    }

    /// @param shown as it stands in the list, for the finding's detail
    private record Phrase(int id, Topic topic, double weight, String shown, String pattern) {}

    private Phrases(List<String> lines) {
        phrases = new ArrayList<>();
        Topic topic = Topic.MONEY;
        for (String line : lines) {
            if (line.startsWith("[")) {
                topic = Topic.valueOf(line.substring(1, line.indexOf(']')));
            } else if (!line.isBlank() && !line.startsWith("//")) {
                add(topic, line);
            }
        }
        within = within();
        latinAutomaton = new PhraseAutomaton(latin.stream().map(Phrase::pattern).toList());
        koreanAutomaton = new PhraseAutomaton(korean.stream().map(Phrase::pattern).toList());
    }

    /// For each phrase the shorter ones of its topic that are in it: they do not count beside it.
    private List<BitSet> within() {
        List<BitSet> within = new ArrayList<>();
        for (Phrase longer : phrases) {
            BitSet ids = new BitSet();
            for (Phrase shorter : phrases) {
                boolean same = shorter.pattern().equals(longer.pattern());
                if ((!same || shorter.id() > longer.id())
                        && shorter.topic() == longer.topic()
                        && longer.pattern().contains(shorter.pattern())) {
                    ids.set(shorter.id());
                }
            }
            within.add(ids);
        }
        return within;
    }

    private void add(Topic topic, String line) {
        int space = line.indexOf(' ');
        double weight = Double.parseDouble(line.substring(0, space));
        String shown = line.substring(space + 1).strip();
        boolean goesOn = shown.endsWith("*");
        String form = PhraseText.of(shown.replace("*", ""), shown.length()).toString();
        boolean hangul = form.chars().anyMatch(c -> PhraseText.isHangul((char) c));
        String pattern = goesOn ? form.stripTrailing() : form;
        int id = phrases.size();
        if (hangul) {
            for (String variant : spacings(form.strip())) {
                korean.add(new Phrase(id, topic, weight, shown, variant));
            }
        } else {
            latin.add(new Phrase(id, topic, weight, shown, pattern));
        }
        String compared = hangul ? form.replace(" ", "") : pattern;
        phrases.add(new Phrase(id, topic, weight, shown, compared));
    }

    /// Korean is written with spaces and without.
    private static List<String> spacings(String form) {
        int space = form.indexOf(' ');
        if (space < 0) {
            return List.of(form);
        }
        List<String> all = new ArrayList<>();
        for (String rest : spacings(form.substring(space + 1))) {
            all.add(form.substring(0, space) + rest);
            all.add(form.substring(0, space + 1) + rest);
        }
        return all;
    }

    /// What was found of a topic.
    ///
    /// @param sum of the weights
    /// @param phrases some of them, for people
    record Weight(double sum, String phrases) {}

    /// @param texts that are looked through each for itself, the last of them the longest
    static Map<Topic, Weight> in(List<String> texts) {
        return OURS.search(texts);
    }

    private Map<Topic, Weight> search(List<String> texts) {
        StringBuilder form = new StringBuilder();
        texts.forEach(text -> form.append(PhraseText.of(text, MAX_TEXT_CHARS)));
        BitSet found = new BitSet(phrases.size());
        latinAutomaton.search(form, (pattern, _) -> found.set(latin.get(pattern).id()));
        if (hasHangul(form)) {
            koreanAutomaton.search(form, (pattern, _) -> found.set(korean.get(pattern).id()));
        }
        return sums(found, Math.max(1, Math.sqrt((double) form.length() / SHORT_TEXT_CHARS)));
    }

    private static boolean hasHangul(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (PhraseText.isHangul(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /// @param length long texts have more of all phrases: by this all weights are divided
    private Map<Topic, Weight> sums(BitSet found, double length) {
        BitSet covered = new BitSet(phrases.size());
        found.stream().forEach(id -> covered.or(within.get(id)));
        found.andNot(covered);
        Map<Topic, List<Phrase>> byTopic = new EnumMap<>(Topic.class);
        found.stream()
                .mapToObj(phrases::get)
                .forEach(p -> byTopic.computeIfAbsent(p.topic(), _ -> new ArrayList<>()).add(p));
        Map<Topic, Weight> sums = new EnumMap<>(Topic.class);
        byTopic.forEach((topic, some) -> sums.put(topic, weight(some, length)));
        return sums;
    }

    private static Weight weight(List<Phrase> some, double length) {
        double sum = 0;
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < some.size(); i++) {
            sum += some.get(i).weight();
            if (i < MAX_SHOWN) {
                shown.append(i == 0 ? "" : ", ").append(some.get(i).shown());
            }
        }
        return new Weight(sum / length, shown.toString());
    }

    private static Phrases read(String name) {
        try (InputStream in = Phrases.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return new Phrases(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
