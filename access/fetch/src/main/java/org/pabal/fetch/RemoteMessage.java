// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known of a message before it is read.
///
/// @param octets as the server counts them
/// @param internalDate empty where the server names none that is a date
/// @param flags as written: `\Seen`, `$Forwarded`
/// @param labels of Gmail, decoded: `\Inbox`, `Travel/Rome`
/// @param messageId of the header field, with its angle brackets as written; may be empty
public record RemoteMessage(
        long uid,
        long octets,
        Optional<Instant> internalDate,
        List<String> flags,
        List<String> labels,
        String messageId) {}
