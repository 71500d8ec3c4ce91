// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.Optional;
import java.util.Set;
import org.pabal.mailauth.arc.ArcSet;
import org.pabal.mailauth.examination.Findings;
import org.pabal.mailauth.results.AuthenticationResults;
import org.pabal.mailauth.results.MethodResult;

/// What a forwarder that is believed says it found before it changed a mail. RFC 8617 §7.2.1, THREATS
/// D06.
final class TrustedSeals {
    private TrustedSeals() {}

    /// @param trusted domains of sealers, A-labels in lower case
    static Optional<Allowance> allowance(Findings findings, Set<String> trusted) {
        return findings.arc()
                .vouchedBy(trusted)
                .filter(set -> vouches(set, findings.dmarc().fromDomain()))
                .map(set ->
                        new Allowance(
                                Allowance.Kind.TRUSTED_SEAL,
                                "ARC seal of " + set.sealer(),
                                "ARC seal of " + set.sealer() + " says that it came in good"));
    }

    /// It found DMARC to pass, or a signature of the author's domain: of this author, whom it must
    /// have seen then.
    private static boolean vouches(ArcSet set, String author) {
        Optional<AuthenticationResults> found = AuthenticationResults.parse(set.results());
        return !author.isEmpty()
                && found.isPresent()
                && found.get().results().stream().anyMatch(result -> passed(result, author));
    }

    private static boolean passed(MethodResult result, String author) {
        if (!result.result().equals("pass")) {
            return false;
        }
        return switch (result.method()) {
            case "dmarc" ->
                    result.property("header", "from").filter(author::equalsIgnoreCase).isPresent();
            case "dkim" ->
                    result.property("header", "d")
                            .or(() -> result.property("header", "i").map(TrustedSeals::domain))
                            .filter(domain -> Weighing.isRelated(domain, author))
                            .isPresent();
            case "spf" ->
                    result.property("smtp", "mailfrom")
                            .map(TrustedSeals::domain)
                            .filter(domain -> Weighing.isRelated(domain, author))
                            .isPresent();
            default -> false;
        };
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
