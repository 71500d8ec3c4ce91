// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import java.time.Duration;

/// Hears what the filter does, for the metrics. Safe for use by many threads.
public interface FilterObserver {
    FilterObserver NOBODY =
            new FilterObserver() {
                @Override
                public void judged(Outcome everybody, Duration took) {}

                @Override
                public void late(String adviser) {}

                @Override
                public void failed(String part) {}
            };

    /// @param everybody what becomes of copies for which no account says otherwise
    void judged(Outcome everybody, Duration took);

    /// An adviser or a scanner had not answered in time.
    void late(String adviser);

    /// A bug: a part threw, and the mail was judged without it.
    void failed(String part);
}
