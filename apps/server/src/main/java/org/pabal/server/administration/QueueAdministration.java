// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.List;
import java.util.Map;
import org.pabal.directory.DirectoryAdministration.Outcome;

/// What administrators may do with the queue.
public interface QueueAdministration {

    /// One map per entry: id, destination, from, recipients, nextAttempt, attempts, lastReply.
    List<Map<String, Object>> list();

    Outcome retry(String id);

    Outcome remove(String id);
}
