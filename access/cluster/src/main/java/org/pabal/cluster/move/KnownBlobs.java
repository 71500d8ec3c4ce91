// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.storage.BlobId;

/// Octets that other hosts have sent already, by the ids that they have there: a mail that many
/// accounts of a host have is carried once. Safe for use by many threads.
final class KnownBlobs {
    private static final int MOST = 200_000;

    private record There(String host, BlobId blob) {}

    private final Map<There, BlobId> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<There, BlobId> eldest) {
                    return size() > MOST;
                }
            };

    /// The blob of here, which may be gone by now.
    synchronized Optional<BlobId> find(String host, BlobId there) {
        return Optional.ofNullable(known.get(new There(host, there)));
    }

    synchronized void put(String host, BlobId there, BlobId here) {
        known.put(new There(host, there), here);
    }
}
