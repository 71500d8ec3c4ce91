// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WildcardsTest {

    @Test
    void matchesAndCapturesWhatALazyExpressionDoes() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            String pattern = pattern(random);
            String text = text(random);
            assertThat(captured(Comparator.OCTET, pattern, text))
                    .as("seed %s round %s: %s on %s", seed, i, pattern, text)
                    .isEqualTo(expected(pattern, text));
        }
    }

    private static Optional<List<String>> captured(
            Comparator comparator, String pattern, String text) {
        return Wildcards.of(comparator, pattern).captured(text, _ -> {});
    }

    private static Optional<List<String>> expected(String pattern, String text) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            expression.append(
                    switch (c) {
                        case '*' -> "(.*?)";
                        case '?' -> "(.)";
                        case '\\' -> Pattern.quote(pattern.substring(i + 1, i + 2));
                        default -> Pattern.quote(String.valueOf(c));
                    });
            i += c == '\\' ? 1 : 0;
        }
        Matcher matcher = Pattern.compile(expression.toString(), Pattern.DOTALL).matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> groups = new ArrayList<>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            groups.add(matcher.group(i));
        }
        return Optional.of(groups);
    }

    private static String pattern(Random random) {
        StringBuilder pattern = new StringBuilder();
        int pieces = random.nextInt(7);
        for (int i = 0; i < pieces; i++) {
            pattern.append(List.of("*", "*", "?", "a", "b", "\\*", "ab").get(random.nextInt(7)));
        }
        return pattern.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(9);
        for (int i = 0; i < length; i++) {
            text.append("aab*".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    @Test
    void whatIsCapturedIsAsItWasWritten() {
        assertThat(captured(Comparator.ASCII_CASEMAP, "*A?c*", "xxaBCdE"))
                .hasValue(List.of("xxaBCdE", "xx", "B", "dE"));
        assertThat(captured(Comparator.UNICODE_CASEMAP, "*josÉ*한*", "An José: 두 한글"))
                .hasValue(List.of("An José: 두 한글", "An ", ": 두 ", "글"));
        assertThat(captured(Comparator.UNICODE_CASEMAP, "?é*", "😀e\u0301x"))
                .hasValue(List.of("😀e\u0301x", "😀", "x"));
        assertThat(captured(Comparator.OCTET, "??", "😀é")).hasValue(List.of("😀é", "😀", "é"));
    }

    /// THREATS V03.
    @Test
    void theWorkIsLinear() {
        Wildcards wildcards = Wildcards.of(Comparator.ASCII_CASEMAP, "*a".repeat(200) + "b");
        AtomicLong shorter = new AtomicLong();
        AtomicLong longer = new AtomicLong();
        wildcards.captured("a".repeat(1_000) + "c" + "b", shorter::addAndGet);
        wildcards.captured("a".repeat(10_000) + "c" + "b", longer::addAndGet);
        assertThat(longer.get()).isLessThan(Math.max(1_000, shorter.get()) * 11);
    }
}
