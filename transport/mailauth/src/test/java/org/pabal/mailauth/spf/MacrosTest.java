// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacrosTest {
    private static final String LETTERS = "slodipvh";

    private static String value(char letter) {
        return switch (letter) {
            case 's' -> "strong-bad@email.example.com";
            case 'l' -> "strong-bad";
            case 'o', 'd' -> "email.example.com";
            case 'i' -> "192.0.2.3";
            case 'p' -> "mx.example.org";
            case 'v' -> "in-addr";
            case 'h' -> "client.example";
            default -> throw new IllegalArgumentException("no value: " + letter);
        };
    }

    private static String expand(String text) throws SpfSyntaxException {
        return Macros.expand(
                MacroString.parse(text, MacroString.Use.TERM, text), MacrosTest::value);
    }

    /// The examples of RFC 7208 §7.4.
    @ParameterizedTest
    @CsvSource({
        "%{s},strong-bad@email.example.com",
        "%{o},email.example.com",
        "%{d4},email.example.com",
        "%{d3},email.example.com",
        "%{d2},example.com",
        "%{d1},com",
        "%{dr},com.example.email",
        "%{d2r},example.email",
        "%{l},strong-bad",
        "%{l-},strong.bad",
        "%{lr},strong-bad",
        "%{lr-},bad.strong",
        "%{l1r-},strong",
        "%{ir}.%{v}._spf.%{d2},3.2.0.192.in-addr._spf.example.com",
        "%{lr-}.lp._spf.%{d2},bad.strong.lp._spf.example.com",
        "%{lr-}.lp.%{ir}.%{v}._spf.%{d2},bad.strong.lp.3.2.0.192.in-addr._spf.example.com",
        "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2},3.2.0.192.in-addr.strong.lp._spf.example.com",
        "%{d2}.trusted-domains.example.net,example.com.trusted-domains.example.net",
        "%{S},strong-bad%40email.example.com",
        "%{D002},example.com",
        "a%%b%_c%-d,a%b c%20d"
    })
    void examplesOfTheRfc(String text, String expanded) throws SpfSyntaxException {
        assertThat(expand(text)).isEqualTo(expanded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%", "%%%", "a%b", "%{", "%{d", "%{}", "%{x}", "%{d0}", "%{d00r}", "%{dr2}",
                "%{d;}", "%{c}", "%{t}", "%(d)", "a b", "\u007f", "é"
            })
    void whatIsOutsideTheGrammarIsRefused(String text) {
        assertThatThrownBy(() -> expand(text)).isInstanceOf(SpfSyntaxException.class);
    }

    @Test
    void aNameIsCutByLabelsFromTheLeft() throws SpfSyntaxException {
        String label = "a".repeat(49) + ".";
        for (int labels = 1; labels < 30; labels++) {
            String text = label.repeat(labels) + "example.org.";
            String name =
                    Macros.name(
                            MacroString.parse(text, MacroString.Use.TERM, text), MacrosTest::value);
            String whole = text.substring(0, text.length() - 1);
            assertThat(name).hasSizeLessThanOrEqualTo(253);
            assertThat(whole).endsWith(name);
            boolean atLabel =
                    whole.length() == name.length()
                            || whole.charAt(whole.length() - name.length() - 1) == '.';
            assertThat(atLabel).isTrue();
            assertThat(whole.length() - name.length())
                    .isLessThan(50 + Math.max(0, whole.length() - 253));
        }
    }

    /// Parts are neither lost nor made, reversing twice is nothing, and an escaped value decodes to
    /// the plain one.
    @Test
    void transformersKeepTheirLaws() throws SpfSyntaxException {
        long seed = 20260101;
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            String value = randomValue(random);
            int keep = random.nextInt(6);
            String delimiters =
                    List.of("", ".", "-", "+/", ",=_", ".-+,/_=").get(random.nextInt(6));
            String digits = keep == 0 ? "" : Integer.toString(keep);
            String plain = run("%{l" + digits + delimiters + "}", value);
            String reversed = run("%{l" + digits + "r" + delimiters + "}", value);
            String escaped = run("%{L" + digits + delimiters + "}", value);
            String label = "seed " + seed + " run " + i + ": " + value;
            assertThat(plain.length()).as(label).isLessThanOrEqualTo(value.length());
            assertThat(URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .as(label)
                    .isEqualTo(plain);
            assertThat(escaped).as(label).matches("[A-Za-z0-9._~%-]*");
            boolean dotsAreDelimiters = delimiters.isEmpty() || delimiters.contains(".");
            if (keep == 0 && (dotsAreDelimiters || !value.contains("."))) {
                assertThat(run("%{lr}", reversed)).as(label).isEqualTo(plain);
                assertThat(plain.length()).as(label).isEqualTo(value.length());
            }
        }
    }

    private static String run(String text, String value) throws SpfSyntaxException {
        return Macros.expand(MacroString.parse(text, MacroString.Use.TERM, text), letter -> value);
    }

    private static String randomValue(Random random) {
        String alphabet = "ab1.-+,/_=@ \"%밥";
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            value.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return value.toString();
    }

    /// Any text is either expanded or refused; nothing else happens.
    @Test
    void parsingIsTotal() {
        long seed = 20260102;
        Random random = new Random(seed);
        String alphabet = "%{}slodipvhcrtSLx0129.-+,/_=r \u0000é";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(24); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                MacroString parsed =
                        MacroString.parse(text.toString(), MacroString.Use.TERM, "term");
                Macros.name(
                        parsed,
                        letter -> {
                            assertThat(LETTERS).contains(Character.toString(letter));
                            return "v.a";
                        });
            } catch (SpfSyntaxException refused) {
                assertThat(refused.reason()).as("seed " + seed + " run " + i).isNotEmpty();
            }
        }
    }
}
