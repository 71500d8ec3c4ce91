// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.smtp.Verdict;

/// What speaks against a mail.
///
/// @param wished QUARANTINE or REJECT
/// @param refusal used when it is refused; temporary while the DNS does not answer
/// @param reason one clause
record Objection(Disposition wished, Verdict.Refuse refusal, String reason) {

    static Objection mark(String reason) {
        return new Objection(
                Disposition.QUARANTINE,
                new Verdict.Refuse(RefusalTexts.plain(550, "5.7.1", reason), reason),
                reason);
    }

    static Objection refuse(Verdict.Refuse refusal) {
        return new Objection(Disposition.REJECT, refusal, refusal.reason());
    }
}
