// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.Optional;
import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.smtp.Verdict;

/// What becomes of a mail.
///
/// @param applied REJECT when it is refused or deferred, QUARANTINE when it is marked
/// @param allowance what let it in, when it would have been refused or marked
/// @param said one clause for the recipient: why a mail is here that fails; empty when nothing
///     speaks against it
/// @param reason one clause for log and ledger; empty when nothing speaks against it
public record Judgement(
        Verdict verdict,
        Disposition applied,
        Optional<Allowance> allowance,
        String said,
        String reason) {
    static final Judgement WELCOME =
            new Judgement(Verdict.ACCEPT, Disposition.NONE, Optional.empty(), "", "");
}
