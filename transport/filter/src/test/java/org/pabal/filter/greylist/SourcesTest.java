// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.greylist;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class SourcesTest {
    /// They are keys on disk.
    @Test
    void networksAreWrittenSo() {
        assertThat(Sources.network(InetAddress.ofLiteral("192.0.2.77"))).isEqualTo("192.0.2.0/24");
        assertThat(Sources.network(InetAddress.ofLiteral("2001:db8:0:12:34::9")))
                .isEqualTo("2001:db8:0:12:0:0:0:0/64");
    }
}
