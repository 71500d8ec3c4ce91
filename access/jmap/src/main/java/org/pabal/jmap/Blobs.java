// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.util.Optional;

/// Where blobs are found by their ids, whatever they are. Safe for use by many threads.
@FunctionalInterface
public interface Blobs {
    /// Empty for a blob that is not there, or not for this user's eyes: nobody learns which (THREATS
    /// J05).
    Optional<JmapBlob> find(JmapAccount account, String blobId);
}
