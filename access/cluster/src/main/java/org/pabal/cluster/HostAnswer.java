// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.util.Map;

/// What became of a request to another host.
public sealed interface HostAnswer {

    record Done(Map<String, String> fields) implements HostAnswer {
        public Done {
            fields = Map.copyOf(fields);
        }
    }

    /// For good, as things are.
    ///
    /// @param reason one sentence
    record Refused(String reason) implements HostAnswer {}

    /// For now: the same request may succeed later.
    ///
    /// @param reason one sentence
    record Unavailable(String reason) implements HostAnswer {}

    /// Done, with nothing to tell.
    HostAnswer DONE = new Done(Map.of());
}
