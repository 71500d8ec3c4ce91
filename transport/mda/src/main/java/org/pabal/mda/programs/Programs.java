// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

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
        /// @param line the first line of its error output, or of its output when that is empty
        record Exited(int code, String line) implements Ended {}

        /// It ran longer than it may; it and all that it has started were killed.
        record TookTooLong() implements Ended {}

        /// @param reason why it could not be started
        record NotStarted(String reason) implements Ended {}
    }

    /// What a program reads.
    interface Input {
        Input NOTHING = InputStream::nullInputStream;

        InputStream open() throws IOException;
    }

    /// Takes what a program writes to its standard output, all of it: a limit is for the taker.
    interface Output {
        Output IGNORED = (octets, length) -> {};

        /// @param octets not to be kept
        void take(byte[] octets, int length) throws IOException;
    }

    /// Blocks until the program's end. A program that ends without having read everything is as
    /// good as one that has. What it leaves running in its group is killed.
    ///
    /// @param command an absolute path, and the arguments as they are
    /// @param environment all that the program finds in its own
    /// @throws IOException when the input cannot be read, and then the program has not been started
    Ended run(
            List<String> command,
            Map<String, String> environment,
            Input input,
            Output output,
            Duration limit)
            throws IOException;
}
