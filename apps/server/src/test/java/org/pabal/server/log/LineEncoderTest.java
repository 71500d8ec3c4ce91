// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// THREATS F07: nothing from outside makes a line of its own or turns one around.
class LineEncoderTest {

    @Test
    void lineEndsEscapesAndDirectionsAreShownAsCodes() {
        assertThat(escaped("a\r\nb\u001B[2Jc\u007F\u0085\u2028d\u202Ee\u2066"))
                .isEqualTo("a\\u000d\\u000ab\\u001b[2Jc\\u007f\\u0085\\u2028d\\u202ee\\u2066");
    }

    @Test
    void textOfAnyLanguageStaysReadable() {
        assertThat(escaped("subject=\"아싸 ünïcode 😀\"")).isEqualTo("subject=\"아싸 ünïcode 😀\"");
    }

    private static String escaped(String text) {
        StringBuilder line = new StringBuilder();
        LineEncoder.appendEscaped(line, text);
        return line.toString();
    }
}
