// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.checkpassword;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs programs that read from descriptor 3.
public interface PasswordProgram {

    /// How it ended.
    ///
    /// @param status its exit status
    /// @param output the beginning of what it wrote to its standard output
    record Ended(int status, String output) {}

    /// @param command the program by its whole path, and its arguments
    /// @param environment all of it
    /// @param input what descriptor 3 gives, then its end; never on a disk
    /// @return empty when it took longer than the limit and was ended
    /// @throws IOException when it cannot be started
    Optional<Ended> run(
            List<String> command, Map<String, String> environment, byte[] input, Duration limit)
            throws IOException;
}
