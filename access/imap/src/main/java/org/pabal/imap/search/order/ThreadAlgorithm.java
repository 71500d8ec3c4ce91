// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

import java.io.IOException;
import org.pabal.imap.search.SearchView;
import org.pabal.imap.state.Progress;

/// How THREAD puts messages together. RFC 5256 §3.
public enum ThreadAlgorithm {
    ORDEREDSUBJECT {
        @Override
        MessageThreads thread(ThreadKeys keys) {
            return OrderedSubject.of(keys);
        }
    },
    REFERENCES {
        @Override
        MessageThreads thread(ThreadKeys keys) {
            return References.of(keys);
        }
    };

    abstract MessageThreads thread(ThreadKeys keys);

    /// @param found indexes, ascending: a message's place in the threads is its place here
    public MessageThreads thread(SearchView view, int[] found, Progress progress)
            throws IOException {
        return thread(ThreadKeys.read(view, found, progress));
    }
}
