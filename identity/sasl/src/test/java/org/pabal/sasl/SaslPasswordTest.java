// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SaslPasswordTest {
    @Test
    void aPasswordOfNothingButWhatIsLeftOutIsNone() { // THREATS A01, A08
        for (String nothing : new String[] {"", "\u00ad", "\u00ad\u200b", "\0", "a\0b"}) {
            assertThat(SaslPassword.prepare(nothing)).isEmpty();
        }
        assertThat(SaslPassword.prepare("a\u00adb")).contains("ab");
    }
}
