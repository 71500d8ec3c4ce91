// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

/// What the session object announces and every request is held to. RFC 8620 §2.
///
/// @param maxSizeUpload octets
/// @param maxSizeRequest octets
/// @param maxObjectsInGet ids
/// @param maxObjectsInSet creates, updates and destroys together
public record JmapLimits(
        long maxSizeUpload,
        int maxConcurrentUpload,
        int maxSizeRequest,
        int maxConcurrentRequests,
        int maxCallsInRequest,
        int maxObjectsInGet,
        int maxObjectsInSet) {

    public static JmapLimits defaults() {
        return new JmapLimits(50L << 20, 4, 10 << 20, 8, 16, 500, 500);
    }
}
