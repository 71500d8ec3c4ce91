// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pabal.server.setup.format.v1.SetupOctets;

class SetupOctetsTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        SetupOctets octets =
                new SetupOctets(true, false, Map.of("doors", "later", "hostname", "done"));
        assertThat(SetupOctets.decode(octets.value())).isEqualTo(octets);
        assertThat(new String(octets.value(), StandardCharsets.US_ASCII))
                .isEqualTo("\u0001begun\ndoors later\nhostname done\n");
    }

    @Test
    void anotherVersionIsNotGuessedAt() {
        assertThatThrownBy(() -> SetupOctets.decode(new byte[] {2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SetupOctets.decode(new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
