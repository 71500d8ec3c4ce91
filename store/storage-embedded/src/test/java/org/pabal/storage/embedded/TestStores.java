// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/// Settings for tests: everything as small as it goes, so that everything happens.
final class TestStores {
    private TestStores() {}

    static EmbeddedConfig small(Path directory) {
        return new EmbeddedConfig(
                directory,
                1 << 18,
                1 << 17,
                4 << 20,
                4 << 20,
                2 << 20,
                1 << 20,
                2,
                Duration.ofMinutes(10),
                OptionalLong.of(0),
                30,
                EmbeddedConfig.LostCommits.REFUSE_WRITES);
    }
}
