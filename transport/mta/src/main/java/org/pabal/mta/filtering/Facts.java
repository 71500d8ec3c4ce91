// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.mailauth.arc.ArcOutcome;
import org.pabal.mailauth.arc.ArcResult;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dkim.DkimResult;
import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.mailauth.dmarc.DmarcOutcome;
import org.pabal.mailauth.examination.Findings;
import org.pabal.mailauth.examination.Iprev;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.message.ReversePath;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.AnnouncedMail;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.ArrivalFacts.Result;
import org.pabal.spam.OwnDomains;

/// What reception and authentication know of a mail, in the filter's terms.
final class Facts {
    private Facts() {}

    /// @param findings empty when nobody has looked who sent it
    static ArrivalFacts of(AnnouncedMail mail, Optional<Findings> findings, OwnDomains ownDomains) {
        return new ArrivalFacts(
                Optional.of(mail.client().remote().getAddress())
                        .filter(address -> !address.isLoopbackAddress()),
                findings.flatMap(Findings::iprev).map(Iprev::name).orElse(""),
                findings.flatMap(Findings::iprev).map(found -> result(found.result())),
                mail.client().remote().getAddress().isLoopbackAddress()
                        ? ""
                        : mail.client().greeting().orElse(""),
                mail.from() instanceof ReversePath.To(var sender)
                        ? sender.localPart() + "@" + sender.domain().toAscii()
                        : "",
                findings.map(found -> result(found.spfHelo())),
                findings.map(found -> result(found.spfMailFrom())),
                findings.map(Facts::signers).orElse(List.of()),
                findings.map(Facts::broken).orElse(0),
                findings.map(Findings::arc).map(ArcOutcome::result).map(Facts::result),
                findings.map(Findings::dmarc).map(Facts::dmarc),
                mail.recipients().stream().map(AcceptedRecipient::original).toList(),
                ownDomains,
                mail.at());
    }

    private static List<String> signers(Findings findings) {
        return findings.passed().stream().map(DkimOutcome::domain).distinct().toList();
    }

    /// What could not be judged now is neither.
    private static int broken(Findings findings) {
        return (int)
                findings.dkim().stream()
                        .filter(each ->
                                each.result() == DkimResult.FAIL
                                        || each.result() == DkimResult.PERMERROR
                                        || each.result() == DkimResult.POLICY)
                        .count();
    }

    private static ArrivalFacts.Dmarc dmarc(DmarcOutcome found) {
        return new ArrivalFacts.Dmarc(
                switch (found.result()) {
                    case NONE -> Result.NONE;
                    case PASS -> Result.PASS;
                    case FAIL -> Result.FAIL;
                    case TEMPERROR -> Result.TEMPERROR;
                    case PERMERROR -> Result.PERMERROR;
                },
                found.fromDomain().toLowerCase(Locale.ROOT),
                found.recommended() != Disposition.NONE);
    }

    private static Result result(SpfOutcome spf) {
        return switch (spf.result()) {
            case NONE -> Result.NONE;
            case NEUTRAL -> Result.NEUTRAL;
            case PASS -> Result.PASS;
            case FAIL -> Result.FAIL;
            case SOFTFAIL -> Result.SOFTFAIL;
            case TEMPERROR -> Result.TEMPERROR;
            case PERMERROR -> Result.PERMERROR;
        };
    }

    private static Result result(ArcResult arc) {
        return switch (arc) {
            case NONE -> Result.NONE;
            case PASS -> Result.PASS;
            case FAIL -> Result.FAIL;
        };
    }

    private static Result result(org.pabal.mailauth.examination.IprevResult iprev) {
        return switch (iprev) {
            case PASS -> Result.PASS;
            case FAIL -> Result.FAIL;
            case TEMPERROR -> Result.TEMPERROR;
            case PERMERROR -> Result.PERMERROR;
        };
    }
}
