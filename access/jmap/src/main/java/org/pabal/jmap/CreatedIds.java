// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the objects created so far in a request are called by its later calls: creation ids and the
/// ids that they stand for. RFC 8620 §3.3 and §5.3. For one thread.
public final class CreatedIds {
    private final Map<String, String> ids = new LinkedHashMap<>();

    public void put(String creationId, String id) {
        ids.put(creationId, id);
    }

    public Optional<String> find(String creationId) {
        return Optional.ofNullable(ids.get(creationId));
    }

    /// The id that an argument means, which is itself or, with `#` before it, that of what was
    /// created; empty where nothing was.
    public Optional<String> resolve(String idOrReference) {
        return idOrReference.startsWith("#")
                ? find(idOrReference.substring(1))
                : Optional.of(idOrReference);
    }

    /// In the order in which they were created.
    public Map<String, String> all() {
        return Collections.unmodifiableMap(ids);
    }
}
