// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.Map;
import java.util.function.IntSupplier;

/// What administrators may do about the return addresses of forwarded mail.
public final class SrsOperations {
    private final IntSupplier rotation;

    /// @param rotation makes a new secret and says how many there are now; throws
    ///     `UnavailableException` when it cannot be kept
    public SrsOperations(IntSupplier rotation) {
        this.rotation = rotation;
    }

    /// `secrets`, of which the first makes addresses from now on.
    Map<String, Object> rotate() {
        return Map.of("secrets", rotation.getAsInt());
    }
}
