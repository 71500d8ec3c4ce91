// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.util.Comparator;
import java.util.List;

/// The signatures of one message while its body comes in.
public final class DkimVerification {
    private final BodyHashes body;
    private final List<PendingOutcome> examinations;

    DkimVerification(BodyHashes body, List<PendingOutcome> examinations) {
        this.body = body;
        this.examinations = List.copyOf(examinations);
    }

    /// After the last octet of the body; waits for keys that are not there yet, within the rules'
    /// time.
    ///
    /// @return one outcome for each signature, the best first, otherwise from the top; empty when the
    ///     message is not signed
    public List<DkimOutcome> finish() {
        body.end();
        return examinations.stream()
                .map(PendingOutcome::finish)
                .sorted(Comparator.comparing(DkimOutcome::result))
                .toList();
    }
}
