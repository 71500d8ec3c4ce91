// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.Set;

/// Remembers beyond the death of this process which entries were being tried, at next to no cost.
/// Safe for use by many threads.
public interface AttemptMarks {

    /// What the process before this one was trying when it died; empty after a proper end.
    Set<QueueId> leftOver();

    /// @return for {@link #end}
    int begin(QueueId id);

    void end(int mark);

    /// Remembers nothing: for commands that try nothing.
    AttemptMarks NONE =
            new AttemptMarks() {
                @Override
                public Set<QueueId> leftOver() {
                    return Set.of();
                }

                @Override
                public int begin(QueueId id) {
                    return 0;
                }

                @Override
                public void end(int mark) {}
            };
}
