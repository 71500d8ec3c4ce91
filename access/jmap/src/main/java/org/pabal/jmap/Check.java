// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.util.List;
import org.pabal.directory.Account;

/// Looks, step by step, whether something works that a person is about to set up. Nothing is changed
/// and no mail is sent by it. Safe for use by many threads; blocks, for some seconds at most.
public interface Check {

    /// As Check/run names it: `webhook`.
    String kind();

    /// Reads its settings, such as `url`; others are refused by the caller.
    ///
    /// @throws MethodError `invalidArguments`
    Trial read(JmapObject settings);

    /// A check with its settings.
    interface Trial {

        /// @param account for whom
        /// @return the steps in their order; behind a bad one all are skipped
        List<Step> run(Account account);
    }

    /// @param name of the step, which the pages word
    /// @param said in the words of the other side, or what was found; may be empty
    /// @param hint a code for what to do about it, which the pages word; may be empty
    record Step(String name, State state, long millis, String said, String hint) {}

    enum State {
        OK,
        BAD,
        SKIPPED
    }
}
