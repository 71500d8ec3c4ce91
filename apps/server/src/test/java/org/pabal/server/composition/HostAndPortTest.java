// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostAndPortTest {

    @Test
    void everyFormIsRead() throws StartFailure {
        assertThat(HostAndPort.parse("mx.test", 25)).isEqualTo(new HostAndPort("mx.test", 25));
        assertThat(HostAndPort.parse("mx.test:2525", 25))
                .isEqualTo(new HostAndPort("mx.test", 2525));
        assertThat(HostAndPort.parse("[::1]", 53)).isEqualTo(new HostAndPort("::1", 53));
        assertThat(HostAndPort.parse("[::1]:5353", 53)).isEqualTo(new HostAndPort("::1", 5353));
    }

    @Test
    void aPortOutOfRangeIsNamed() {
        assertThatThrownBy(() -> HostAndPort.parse("mx.test:70000", 25))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("mx.test:70000");
    }
}
