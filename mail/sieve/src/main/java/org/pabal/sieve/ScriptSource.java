// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.util.Optional;

/// Where `include` finds other scripts. RFC 6609 §3.2.
@FunctionalInterface
public interface ScriptSource {
    /// No scripts but the one that is compiled.
    ScriptSource NONE = (location, name) -> Optional.empty();

    enum Location {
        PERSONAL,
        GLOBAL
    }

    /// @return its octets
    Optional<byte[]> script(Location location, String name);
}
