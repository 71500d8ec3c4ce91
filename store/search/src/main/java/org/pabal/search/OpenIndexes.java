// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The indexes that were searched last, kept open for the next search.
final class OpenIndexes {
    private static final float LOAD_FACTOR = 0.75f;

    private final int most;
    private final LinkedHashMap<Long, OpenIndex> open = new LinkedHashMap<>(16, LOAD_FACTOR, true);

    OpenIndexes(int most) {
        this.most = most;
    }

    /// Holds the index for the caller, who releases it.
    synchronized Optional<OpenIndex> hold(long account) {
        return Optional.ofNullable(open.get(account)).filter(OpenIndex::hold);
    }

    /// Takes over an index that was opened, in place of one that is there.
    synchronized void put(long account, OpenIndex index) throws IOException {
        release(open.put(account, index));
        if (open.size() > most) {
            Map.Entry<Long, OpenIndex> eldest = open.firstEntry();
            open.remove(eldest.getKey());
            release(eldest.getValue());
        }
    }

    synchronized void close(long account) throws IOException {
        release(open.remove(account));
    }

    synchronized void closeAll() throws IOException {
        for (OpenIndex index : open.values()) {
            index.release();
        }
        open.clear();
    }

    synchronized int size() {
        return open.size();
    }

    private static void release(@Nullable OpenIndex index) throws IOException {
        if (index != null) {
            index.release();
        }
    }
}
