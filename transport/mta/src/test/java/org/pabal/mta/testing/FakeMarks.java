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

    @Override
    public synchronized Set<QueueId> leftOver() {
        Set<QueueId> left = Set.copyOf(marks.values());
        marks.clear();
        return left;
    }

    @Override
    public synchronized int begin(QueueId id) {
        marks.put(++last, id);
        return last;
    }

    @Override
    public synchronized void end(int mark) {
        marks.remove(mark);
    }
}
