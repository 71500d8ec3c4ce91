// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.checkpassword;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.pabal.message.Domain;

/// How a program is asked.
///
/// @param name as in the settings
/// @param command with its arguments
/// @param wholeAddress whether it is given `bob@example.org`, or `bob`
public record CheckpasswordConfig(
        String name,
        Set<Domain> domains,
        List<String> command,
        boolean wholeAddress,
        Duration timeLimit) {
    public CheckpasswordConfig {
        domains = Set.copyOf(domains);
        command = List.copyOf(command);
        if (!wholeAddress && domains.size() > 1) {
            throw new IllegalArgumentException("bob of one domain would be bob of the others");
        }
    }
}
