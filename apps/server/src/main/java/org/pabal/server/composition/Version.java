// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Optional;

/// What this build is called.
public final class Version {
    private Version() {}

    public static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }
}
