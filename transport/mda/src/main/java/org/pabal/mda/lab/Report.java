// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.sieve.Finding;

/// What an application of a script came to, or would come to.
///
/// @param batch by which it is undone; empty when nothing was done
/// @param examined messages
/// @param changed messages to which something was done
/// @param moved how many to each mailbox
/// @param copied likewise
/// @param flagged messages that got flags
/// @param notDone actions that are not done with messages that lie here already, how often each
/// @param failures of the script at some messages, which were left alone: the first ones
/// @param failed at how many
/// @param stopped why it ended before the last message; empty when it did not
/// @param undoUntil how long the batch is kept at least
/// @param next the UID behind which to go on, where the time was over
public record Report(
        OptionalLong batch,
        long examined,
        long changed,
        Map<String, Long> moved,
        Map<String, Long> copied,
        long flagged,
        Map<String, Long> notDone,
        List<Finding> failures,
        long failed,
        String stopped,
        Optional<Instant> undoUntil,
        OptionalLong next) {}
