// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import java.util.List;
import java.util.Optional;

/// What was found of one mail.
///
/// @param fromDomain the author's, in A-labels; of several the one whose policy is the strictest;
///     empty when the From field names none
/// @param policy that covers it
/// @param recommended what the domain's owner wishes to become of the mail: NONE unless it fails
/// @param spf whether SPF's pass is the author's
/// @param dkim whether a signature's pass is the author's, in the order in which they were given
/// @param reason one sentence for the sender and the operator
public record DmarcOutcome(
        DmarcResult result,
        String fromDomain,
        Optional<DmarcPolicy> policy,
        Disposition recommended,
        Alignment spf,
        List<Alignment> dkim,
        String reason) {
    public DmarcOutcome {
        dkim = List.copyOf(dkim);
    }

    /// Something authenticated is the author's: true of each mail that passes, and of one whose policy
    /// could not be asked for ({@link DmarcResult#TEMPERROR}) it says that it need not be feared.
    public boolean isAligned() {
        return spf.counts() || dkim.stream().anyMatch(Alignment::counts);
    }
}
