// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.nio.file.Path;
import java.time.Duration;

/// Where the indexes lie and what they may cost.
///
/// @param directory made when it is first needed
/// @param batch so many new messages of an account are indexed at once
/// @param patience fewer are, when the first has waited for so long
/// @param maxTextChars of a message's body; one with more is read by each search that its beginning
///     does not settle
/// @param openIndexes kept open for the next search, at some ten files each
/// @param rest for how long the indexing thread pauses, as a multiple of the time it has worked
public record SearchConfig(
        Path directory, int batch, Duration patience, int maxTextChars, int openIndexes, int rest) {
    public SearchConfig {
        if (batch < 1
                || patience.isNegative()
                || maxTextChars < 1
                || openIndexes < 1
                || rest < 0
                || rest > 100) {
            throw new IllegalArgumentException("a limit of the text index is out of range");
        }
    }

    public static SearchConfig defaults(Path directory) {
        return new SearchConfig(directory, 64, Duration.ofMinutes(10), 16 << 20, 64, 3);
    }

    public SearchConfig withMaxTextChars(int chars) {
        return new SearchConfig(directory, batch, patience, chars, openIndexes, rest);
    }
}
