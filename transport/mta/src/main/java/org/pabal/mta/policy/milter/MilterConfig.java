// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.milter;

import org.pabal.milter.MilterTimes;
import org.pabal.mta.policy.FailureAction;
import org.pabal.wire.ServiceAddress;

/// One milter.
///
/// @param name by which the log and the ledger call it
/// @param whenDown what becomes of mail when it does not answer, or not as it should
public record MilterConfig(
        String name, ServiceAddress address, MilterTimes times, FailureAction whenDown) {}
