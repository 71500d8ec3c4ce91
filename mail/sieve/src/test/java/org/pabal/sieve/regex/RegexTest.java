// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc                     ~ xabcx          ~ abc",
                "a|ab                    ~ xab            ~ ab",
                "(a|ab)(c|bcd)           ~ abcd           ~ abcd,a,bcd",
                "x*                      ~ bbb            ~ _",
                "^.*$                    ~ one line       ~ one line",
                "(.*)@(.*)[.]org         ~ bob@example.org ~ bob@example.org,bob,example",
                "([[:digit:]]{2,4})-(x?) ~ 12345-         ~ 2345-,2345,_",
                "[^[:space:]]+           ~ 한글 둘          ~ 한글",
                "[]a]+                   ~ x]a]           ~ ]a]",
                "[a-]+                   ~ b-a-           ~ -a-",
                "[\\]+                   ~ a\\\\b         ~ \\\\",
                "\\.\\*                  ~ a.*            ~ .*",
                "\\<is\\>                ~ this is        ~ is",
                "\\bis                   ~ this is        ~ is",
                "\\w+                    ~ .a1.           ~ a1",
                "(a)|(b)                 ~ b              ~ b,_,b",
                "()                      ~ b              ~ _,_",
                "a{0}b                   ~ ab             ~ b",
                "(a{1,2}){2}             ~ aaaa           ~ aaaa,aa",
                "[[.=.]x]                ~ =              ~ =",
                "[[=a=]]                 ~ a              ~ a",
                "a||b                    ~ c              ~ _",
            })
    void findsTheLeftmostLongest(String expressionTextAndCaptured) throws Exception {
        String[] given = expressionTextAndCaptured.split(" +~ ");
        Regex regex = Regex.compile(given[0], Folding.NONE);
        Optional<List<String>> found = regex.captured(given[1], _ -> {});
        assertThat(found.map(list -> String.join(",", list))).hasValue(given[2].replace("_", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "a)",
                "*",
                "+a",
                "a|*",
                "{1}",
                "a{",
                "a{x}",
                "a{2,1}",
                "a{256}",
                "[",
                "[a",
                "[z-a]",
                "[[:nothing:]]",
                "[[:alpha:",
                "\\",
                "(a)\\1",
                "[[.ab.]]",
                "((((a{100}){100}){100}){100})",
            })
    void refusesWhatIsNoExpression(String expression) {
        assertThatThrownBy(() -> Regex.compile(expression, Folding.NONE))
                .isInstanceOf(RegexSyntaxException.class);
    }

    @Test
    void groupsNestedTooDeepAreRefused() {
        String expression = "(".repeat(10_000) + ")".repeat(10_000);
        assertThatThrownBy(() -> Regex.compile(expression, Folding.NONE))
                .hasMessageContaining("too deep");
    }

    @Test
    void caseCountsAsTheFoldingSays() throws Exception {
        assertThat(Regex.compile("aBc[x-z]", Folding.ASCII).matches("ABCY", _ -> {})).isTrue();
        assertThat(Regex.compile("[[:upper:]]", Folding.ASCII).matches("a", _ -> {})).isTrue();
        assertThat(Regex.compile("é", Folding.ASCII).matches("É", _ -> {})).isFalse();
        assertThat(Regex.compile("é[É]", Folding.UNICODE).matches("Éé", _ -> {})).isTrue();
        assertThat(Regex.compile("a", Folding.NONE).matches("A", _ -> {})).isFalse();
    }

    @Test
    void aCharacterBeyondTheFirstPlaneIsOne() throws Exception {
        Optional<List<String>> found =
                Regex.compile("^(.)(.)$", Folding.NONE).captured("😀한", _ -> {});
        assertThat(found).hasValue(List.of("😀한", "😀", "한"));
    }

    /// THREATS V03.
    @ParameterizedTest
    @ValueSource(
            strings = {"(a+)+$", "(a*)*b", "(a|aa)+$", "(.*)(.*)(.*)(.*)(.*)b", "(a?){50}a{50}b"})
    void theWorkIsLinear(String expression) throws Exception {
        Regex regex = Regex.compile(expression, Folding.ASCII);
        AtomicLong shorter = new AtomicLong();
        AtomicLong longer = new AtomicLong();
        regex.captured("a".repeat(1_000) + "!", shorter::addAndGet);
        regex.captured("a".repeat(10_000) + "!", longer::addAndGet);
        assertThat(longer.get()).isLessThan(shorter.get() * 11);
    }

    @Test
    void matchesWhatOtherEnginesMatch() throws Exception {
        long seed = 20_261_121;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String expression = expression(random, 3);
            String text = text(random);
            compare(expression, text, "seed " + seed + " round " + i);
        }
    }

    private static void compare(String expression, String text, String where) throws Exception {
        Optional<List<String>> found =
                Regex.compile(expression, Folding.NONE).captured(text, _ -> {});
        Matcher matcher = Pattern.compile(expression, Pattern.DOTALL).matcher(text);
        String as = where + ": " + expression + " on " + text;
        assertThat(found.isPresent()).as(as).isEqualTo(matcher.find());
        boolean matches = Regex.compile(expression, Folding.NONE).matches(text, _ -> {});
        assertThat(matches).as(as).isEqualTo(found.isPresent());
        if (found.isPresent()) {
            matcher.reset();
            matcher.find();
            assertThat(found.get().getFirst()).as(as).isEqualTo(longest(matcher, text));
        }
    }

    /// Of those that begin where the other engine's match does.
    private static String longest(Matcher matcher, String text) {
        int start = matcher.start();
        matcher.useAnchoringBounds(false).useTransparentBounds(true);
        for (int end = text.length(); end >= start; end--) {
            matcher.region(start, end);
            matcher.useAnchoringBounds(false).useTransparentBounds(true);
            if (matcher.matches()) {
                return text.substring(start, end);
            }
        }
        throw new AssertionError("there was a match");
    }

    private static String expression(Random random, int depth) {
        StringBuilder expression = new StringBuilder();
        int pieces = random.nextInt(4);
        for (int i = 0; i < pieces; i++) {
            expression.append(piece(random, depth));
        }
        if (depth > 0 && random.nextInt(4) == 0) {
            expression.append('|').append(expression(random, depth - 1));
        }
        return expression.toString();
    }

    private static String piece(Random random, int depth) {
        String atom =
                switch (random.nextInt(depth > 0 ? 10 : 7)) {
                    case 0 -> ".";
                    case 1 -> "[ab]";
                    case 2 -> "[^a]";
                    case 3 -> random.nextInt(3) == 0 ? "^" : "b";
                    case 4 -> random.nextInt(3) == 0 ? "$" : "c";
                    case 5, 6 -> "a";
                    default -> "(" + expression(random, depth - 1) + ")";
                };
        if (atom.equals("^") || atom.equals("$")) {
            return atom;
        }
        return atom
                + switch (random.nextInt(8)) {
                    case 0 -> "*";
                    case 1 -> "+";
                    case 2 -> "?";
                    case 3 -> "{1,2}";
                    default -> "";
                };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(10);
        for (int i = 0; i < length; i++) {
            text.append("abcd".charAt(random.nextInt(4)));
        }
        return text.toString();
    }
}
