// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModifiedUtf7Test {

    @Test
    void knownForms() {
        assertThat(ModifiedUtf7.encode("~peter/mail/台北/日本語"))
                .isEqualTo("~peter/mail/&U,BTFw-/&ZeVnLIqe-"); // RFC 3501 §5.1.3
        assertThat(ModifiedUtf7.decode("~peter/mail/&U,BTFw-/&ZeVnLIqe-"))
                .contains("~peter/mail/台北/日本語");
        assertThat(ModifiedUtf7.encode("A&B")).isEqualTo("A&-B");
        assertThat(ModifiedUtf7.decode("&Jjo-!")).contains("☺!");
        assertThat(ModifiedUtf7.encode("📮")).isEqualTo("&2D3c7g-");
    }

    @Test
    void whatHasAnotherFormIsRefused() {
        for (String text :
                List.of(
                        "&",
                        "&Jjo",
                        "&Jjo!",
                        "&U,BTFw-&ZeVnLIqe-",
                        "&AGE-",
                        "&2AA-",
                        "&3AA-",
                        "&Jj-",
                        "&Jjp-",
                        "é",
                        "\t",
                        "&AC8-",
                        "&/AA-")) {
            assertThat(ModifiedUtf7.decode(text)).as(text).isEmpty();
        }
    }

    @Test
    void whatIsEncodedDecodesToTheSame() {
        qt().forAll(lists().of(integers().between(0x20, 0x10FFFF)).ofSizeBetween(0, 40))
                .as(ModifiedUtf7Test::text)
                .check(text ->
                        ModifiedUtf7.decode(ModifiedUtf7.encode(text))
                                .equals(java.util.Optional.of(text)));
    }

    @Test
    void whatDecodesEncodesToTheSame() {
        qt().forAll(strings().betweenCodePoints(0x20, 0x7F).ofLengthBetween(0, 20))
                .check(text ->
                        ModifiedUtf7.decode(text)
                                .map(ModifiedUtf7::encode)
                                .map(text::equals)
                                .orElse(true));
    }

    private static String text(List<Integer> codePoints) {
        StringBuilder text = new StringBuilder();
        for (int c : codePoints) {
            if (Character.getType(c) != Character.SURROGATE) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }
}
