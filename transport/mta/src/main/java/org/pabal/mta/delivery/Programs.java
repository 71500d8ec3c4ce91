// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs programs of this host, never through a shell. Safe for use by many threads.
public interface Programs {

    /// How a program ended.
    sealed interface Ended {

        /// @param code its exit code; 128 and more: a signal ended it
        /// @param output the first line of what it wrote
        record Exited(int code, String output) implements Ended {}

        /// It ran longer than it may; it and all that it has started were killed.
        record TookTooLong() implements Ended {}

        /// @param reason why it could not be started
        record NotStarted(String reason) implements Ended {}
    }

    /// What a program reads.
    interface Input {
        InputStream open() throws IOException;
    }

    /// Blocks until the program's end. A program that ends without having read everything is as
    /// good as one that has.
    ///
    /// @param command an absolute path, and the arguments as they are
    /// @param environment all that the program finds in its own
    /// @throws IOException when the input cannot be read; the program is killed then
    Ended run(List<String> command, Map<String, String> environment, Input input, Duration limit)
            throws IOException;
}
