// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void plainValuesStayAsTheyAre() {
        assertThat(new LogText("<bob@example.org>")).hasToString("<bob@example.org>");
        assertThat(new LogText("철수")).hasToString("철수");
    }

    @Test
    void othersAreQuotedOnOneLine() { // THREATS F07: CR, LF, ESC, DEL, bidi
        assertThat(new LogText("a b\r\nsession=x\u001b\u007f\u202e\"\\"))
                .hasToString("\"a b\\u000d\\u000asession=x\\u001b\\u007f\\u202e\\\"\\\\\"");
        assertThat(new LogText("")).hasToString("\"\"");
    }

    @Test
    void longOnesAreCut() {
        assertThat(new LogText("x".repeat(1000)).toString()).hasSize(402);
    }
}
