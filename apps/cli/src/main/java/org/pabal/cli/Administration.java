// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What administrators may ask for and change. The same calls reach a running server through its
/// Unix socket and, when none runs, the store itself.
public interface Administration extends AutoCloseable {

    /// @param operation such as `account.add`
    /// @param arguments by name; text, numbers, lists of text
    Answer call(String operation, Map<String, Object> arguments);

    @Override
    void close();

    /// What became of a call.
    sealed interface Answer {
        record Done(JsonNode result) implements Answer {}

        /// @param reason one sentence that says what is wrong and what to do
        record Refused(String reason) implements Answer {}

        /// @param reason as above
        record Unavailable(String reason) implements Answer {}
    }
}
