// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.util.function.Function;

/// What a command line runs in.
///
/// @param administration reaches the running server or opens the store; throws
///     {@link Unreachable} when neither can be
public record Context(
        PrintWriter out,
        PrintWriter err,
        BufferedReader in,
        Messages messages,
        Function<Place, Administration> administration) {

    /// The server and its store cannot be reached.
    public static final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int exitCode;

        public Unreachable(int exitCode, String message) {
            super(message);
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }
}
