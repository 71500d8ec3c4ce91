// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.util.List;

/// What another receiver reports of mail in the name of a domain, without its rows. RFC 9990, RFC 7489
/// appendix C. Texts as they are written, empty where nothing is.
///
/// @param begin in seconds since 1970
/// @param end likewise
/// @param error what is wrong with the domain's record
record ReceivedFeedback(
        String version,
        String organization,
        String email,
        String contact,
        String reportId,
        long begin,
        long end,
        List<String> error,
        String generator,
        String domain,
        String p,
        String sp,
        String np,
        String adkim,
        String aspf,
        String fo,
        String testing,
        String discovery) {

    /// A `record`.
    record Row(
            String sourceIp,
            long count,
            String disposition,
            String dkim,
            String spf,
            List<Reason> reasons,
            String headerFrom,
            String envelopeFrom,
            String envelopeTo,
            List<Result> signatures,
            List<Result> spfResults) {

        boolean dkimPassed() {
            return dkim.equalsIgnoreCase("pass");
        }

        boolean spfPassed() {
            return spf.equalsIgnoreCase("pass");
        }
    }

    record Reason(String type, String comment) {}

    /// Of a signature or of SPF.
    ///
    /// @param selector of a signature; the scope of SPF
    record Result(String domain, String selector, String result, String words) {}
}
