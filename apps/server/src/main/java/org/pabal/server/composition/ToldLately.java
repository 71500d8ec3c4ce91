// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who was told of what within a day. Of very many the oldest are forgotten, and told again.
final class ToldLately {
    static final int MAX_REMEMBERED = 10_000;
    static final Duration ONCE_IN = Duration.ofDays(1);

    /// Oldest first.
    private final Map<String, Instant> told = new LinkedHashMap<>();

    /// Whether it is to be told now; then it counts as told.
    synchronized boolean isDue(String what, Instant now) {
        Instant last = told.get(what);
        if (last != null && now.isBefore(last.plus(ONCE_IN))) {
            return false;
        }
        told.remove(what);
        told.put(what, now);
        if (told.size() > MAX_REMEMBERED) {
            told.remove(told.keySet().iterator().next());
        }
        return true;
    }
}
