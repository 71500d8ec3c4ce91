// SPDX-License-Identifier: Apache-2.0
package org.pabal.server;

import java.util.Optional;

/// What this build is called.
final class Version {
    private Version() {}

    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }
}
