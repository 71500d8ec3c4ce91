// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.time.Instant;
import java.util.Optional;
import org.pabal.spam.statistics.Learnt;

/// How far learning has come.
///
/// @param learnt that judges mail: of an account, its own and the shared together
/// @param spam texts that this model alone has learnt
/// @param ham likewise
/// @param octets of this model in the store
/// @param last when it learnt; empty for never
/// @param waiting words that are not learnt yet; of the shared model, votes that are not counted
/// @param today texts that an account's moves and marks have taught today
/// @param perDay how many they may
public record LearningStatus(
        Learnt learnt,
        int spam,
        int ham,
        long octets,
        Optional<Instant> last,
        int waiting,
        int today,
        int perDay) {}
