// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.delegation;

import java.time.Duration;
import java.util.Set;
import org.pabal.mta.policy.FailureAction;
import org.pabal.wire.ServiceAddress;

/// One policy service.
///
/// @param name by which the log and the ledger call it
/// @param stages when it is asked
/// @param timeout for a connection, and for an answer
/// @param whenDown what becomes of mail when it does not answer, or not as it should
/// @param version of this server, as it is told
public record PolicyServiceConfig(
        String name,
        ServiceAddress address,
        Set<PolicyStage> stages,
        Duration timeout,
        FailureAction whenDown,
        String version) {
    public PolicyServiceConfig {
        stages = Set.copyOf(stages);
    }
}
