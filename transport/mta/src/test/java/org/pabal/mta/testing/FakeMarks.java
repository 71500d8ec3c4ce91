// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.pabal.mta.queue.AttemptMarks;
import org.pabal.mta.queue.QueueId;

/// Marks that outlive a queue, as a file outlives a process.
public final class FakeMarks implements AttemptMarks {
    private final Map<Integer, QueueId> marks = new HashMap<>();
    private int last;
    private boolean frozen;

    /// The process is dead: what it still does is not seen.
    public synchronized void freeze() {
        frozen = true;
    }

    @Override
    public synchronized Set<QueueId> leftOver() {
        Set<QueueId> left = Set.copyOf(marks.values());
        marks.clear();
        frozen = false;
        return left;
    }

    @Override
    public synchronized int begin(QueueId id) {
        marks.put(++last, id);
        return last;
    }

    @Override
    public synchronized void end(int mark) {
        if (!frozen) {
            marks.remove(mark);
        }
    }
}
