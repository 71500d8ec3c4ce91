// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.cyradm;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Asks the server, or its store.
public interface Calls {

    /// @param operation such as `mailbox.create`
    /// @throws CyradmException when it is refused, or cannot be done now
    JsonNode call(String operation, Map<String, Object> arguments) throws CyradmException;
}
