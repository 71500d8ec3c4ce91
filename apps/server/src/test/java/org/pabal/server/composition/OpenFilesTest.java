// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
    @Test
    void theSoftLimitCounts() {
        assertThat(
                        OpenFiles.allowed(
                                List.of(
                                        "Limit                     Soft Limit           Hard Limit"
                                                + "           Units",
                                        "Max processes             7000                 7000"
                                                + "                 processes",
                                        "Max open files            1024                 20000"
                                                + "                files")))
                .hasValue(1024);
        assertThat(OpenFiles.allowed(List.of("Max open files unlimited unlimited files")))
                .isEmpty();
    }
}
